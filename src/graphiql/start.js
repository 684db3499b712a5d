// Starts GraphiQL on this server's own schema.
"use strict";

const fetcher = GraphiQL.createFetcher({ url: "/graphql" });
const explorer = React.createElement(GraphiQL, {
  fetcher,
  defaultEditorToolsVisibility: true,
  // GraphiQL keeps its tabs in the browser; what is typed there may be personal.
  shouldPersistHeaders: false,
});
ReactDOM.createRoot(document.getElementById("graphiql")).render(explorer);
