/** A row as it was read, with the `ETag` that says which version it was: what a change sends back as `If-Match`. */
export type Versioned<Row> = Row & { etag: string };
