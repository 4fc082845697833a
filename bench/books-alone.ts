import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inside } from "../scripts/repository.ts";
import { orderedVariants, statementsOf, stockStatement, type WrittenRows } from "./order-statements.ts";

const orders = 2000;

/**
 * How long the books are busy with one order, in milliseconds: its batch in a SQLite of its own, without a Worker, a network or a
 * copy elsewhere. A database does one batch after the other, so this bounds what a single one can take.
 */
export function busyWithAnOrder(sample: readonly WrittenRows[]): number {
  const folder = mkdtempSync(join(tmpdir(), "souk-books-"));
  const books = new DatabaseSync(join(folder, "books.sqlite"));
  try {
    books.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on");
    const migrations = inside("migrations", "orders");
    for (const file of readdirSync(migrations).toSorted()) books.exec(readFileSync(join(migrations, file), "utf8"));
    const level = books.prepare(stockStatement);
    for (const variant of orderedVariants) level.run(variant);
    const began = performance.now();
    for (let number = 0; number < orders; number++) writeOrder(books, sample);
    return (performance.now() - began) / orders;
  } finally {
    books.close();
    rmSync(folder, { recursive: true });
  }
}

function writeOrder(books: DatabaseSync, sample: readonly WrittenRows[]): void {
  books.exec("begin immediate");
  for (const { sql, values } of statementsOf(sample)) books.prepare(sql).run(...values);
  books.exec("commit");
}
