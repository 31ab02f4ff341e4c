/** A PostgreSQL server for tests. */
package bambusa.postgres;
