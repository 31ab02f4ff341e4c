// Shows GraphiQL over the relay that served this page.
const firstQuery = `# This relay, and what arrived first
{
  node {
    version
    entryCount
    logCount
    authorCount
  }
  entriesSince(first: 3) {
    entries {
      entry
      operation
    }
    endCursor
    hasNextPage
    remaining
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: firstQuery,
    isHeadersEditorEnabled: false,
  }),
);
