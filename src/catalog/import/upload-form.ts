import { Readable, type Transform } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { DomainError, invalidInput } from "../../platform/errors.ts";
import type { IncomingFile } from "./start-import.ts";

/** The fields of a form, known once its file was read to its end. */
export type FormFields = ReadonlyMap<string, string>;

/** Bytes of a field that is no file. */
const longestField = 100;

/**
 * Reads a form as it comes, for a file may be larger than what a Worker holds. The file is the field `file`.
 * @param known the other fields that the form may have
 * @param take is handed the file; what it does with it is the answer
 * @throws invalid-input for a form without a file or with other fields, wrong-content-type
 */
export async function readUploadForm<Answer>(
  request: Request,
  known: readonly string[],
  take: (file: IncomingFile, fields: FormFields) => Promise<Answer>,
): Promise<Answer> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type) || !request.body) {
    throw new DomainError("wrong-content-type", "Send a form (multipart/form-data) with the file in the field `file`.");
  }
  const { Busboy } = await import("@fastify/busboy");
  const fields = new Map<string, string>();
  const stray: string[] = [];
  const taking: Promise<Answer>[] = [];
  const form = new Busboy({
    headers: { "content-type": type },
    limits: { fields: 10, fieldSize: longestField, files: 1 },
  });
  form.on("field", (name: string, value: string) => {
    if (known.includes(name)) fields.set(name, value);
    else stray.push(name);
  });
  form.on("file", (name: string, file: Readable, fileName: string) => {
    if (name !== "file") {
      stray.push(name);
      file.resume();
      return;
    }
    const taken = take({ name: fileName ?? "", bytes: file }, fields);
    // What was refused is not read on; the rest of the form runs off.
    taken.catch(() => file.resume());
    taking.push(taken);
  });
  await runThrough(request.body, form);
  const [first] = stray;
  if (first !== undefined) {
    await Promise.allSettled(taking);
    throw invalidInput([{ pointer: `/${first.slice(0, 80)}`, detail: "There is no such field." }]);
  }
  const [taken] = taking;
  if (!taken) throw invalidInput([{ pointer: "/file", detail: "Send the CSV in the field `file`." }]);
  return taken;
}

function runThrough(body: ReadableStream, form: Transform | NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const bytes = Readable.fromWeb(body as NodeReadableStream);
    const malformed = () => reject(invalidInput([{ pointer: "", detail: "The form cannot be read." }]));
    bytes.on("error", malformed);
    form.on("error", malformed);
    form.on("finish", resolve);
    bytes.pipe(form as NodeJS.WritableStream);
  });
}
