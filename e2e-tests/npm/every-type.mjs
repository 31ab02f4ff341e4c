// Publishes with shirokuma: two schemas, and documents that use every field type, changed and deleted.
// Usage: node every-type.mjs ENDPOINT; prints one JSON object.
import { KeyPair, OperationFields, Session, initWebAssembly } from "shirokuma";

await initWebAssembly();

const keyPair = new KeyPair();
const session = new Session(process.argv[2]).setKeyPair(keyPair);

function fieldsOf(typed) {
  const fields = new OperationFields();
  for (const [name, [type, value]] of Object.entries(typed)) {
    fields.insert(name, type, value);
  }
  return fields;
}

async function publishSchema(name, description, types) {
  const definitions = [];
  for (const [field, type] of Object.entries(types)) {
    const id = await session.create({ name: field, type }, { schemaId: "schema_field_definition_v1" });
    definitions.push([id]);
  }
  const definition = await session.create(
    fieldsOf({
      name: ["str", name],
      description: ["str", description],
      fields: ["pinned_relation_list", definitions],
    }),
    { schemaId: "schema_definition_v1" },
  );
  return `${name}_${definition}`;
}

const place = await publishSchema("place", "Where something grows", { name: "str" });
const sighting = await publishSchema("sighting", "Bamboo that somebody saw", {
  flowering: "bool",
  stems: "int",
  height: "float",
  note: "str",
  leaf: "bytes",
  at: `relation(${place})`,
  way: `relation_list(${place})`,
  before: `pinned_relation(${place})`,
  history: `pinned_relation_list(${place})`,
});

const grove = await session.create({ name: "Grove" }, { schemaId: place });
const bank = await session.create({ name: "River bank" }, { schemaId: place });
const renamed = await session.update({ name: "Left bank" }, bank, { schemaId: place });

const options = { schemaId: sighting };
const created = await session.create(
  fieldsOf({
    flowering: ["bool", true],
    stems: ["int", 9007199254740993n],
    height: ["float", 12.25],
    note: ["str", "Flowers after sixty years – 竹"],
    leaf: ["bytes", new Uint8Array([0, 1, 254, 255])],
    at: ["relation", grove],
    way: ["relation_list", [bank, grove, bank]],
    before: ["pinned_relation", [renamed]],
    history: ["pinned_relation_list", [[bank], [renamed]]],
  }),
  options,
);
const updated = await session.update({ note: "Withered", flowering: false }, created, options);
const deleted = await session.delete(updated, options);

console.log(
  JSON.stringify({ author: keyPair.publicKey(), sighting, grove, bank, renamed, created, updated, deleted }),
);
