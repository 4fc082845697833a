import { Readable, type Writable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { DomainError, type FieldError, invalidInput } from "../../platform/errors.ts";
import type { IncomingFile } from "./start-import.ts";

/** The fields of a form beside the file. */
export type FormFields = ReadonlyMap<string, string>;

/** Bytes of a field that is no file. */
const longestField = 100;

const noSuchField = "There is no such field.";

/**
 * Reads a form as it comes, for a file may be larger than what a Worker holds. The file is the field `file`.
 * @param known the other fields that the form may have
 * @param take is handed the file, and the other fields, which are known once all of the form was read; it gives the answer
 * @throws invalid-input for a form without a file or with other fields, wrong-content-type
 */
export async function readUploadForm<Answer>(
  request: Request,
  known: readonly string[],
  take: (file: IncomingFile, fields: Promise<FormFields>) => Promise<Answer>,
): Promise<Answer> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type) || !request.body) {
    throw new DomainError("wrong-content-type", "Send a form (multipart/form-data) with the file in the field `file`.");
  }
  const { Busboy } = await import("@fastify/busboy");
  const given = new Map<string, string>();
  const wrong: FieldError[] = [];
  const refuse = (name: string, detail: string) => wrong.push({ pointer: `/${name.slice(0, 80)}`, detail });
  const taking: Promise<Answer>[] = [];
  const form = new Busboy({
    headers: { "content-type": type },
    limits: { fields: 10, fieldSize: longestField, files: 1 },
  });
  const bytes = pipe(request.body, form);
  const fields = bytes.end.then(() => {
    if (wrong.length === 0) return given;
    throw invalidInput(wrong);
  });
  form.on("field", (name: string, value: string) => {
    if (known.includes(name)) given.set(name, value);
    else refuse(name, noSuchField);
  });
  form.on("file", (name: string, file: Readable, fileName: string) => {
    if (name === "file") {
      taking.push(take({ name: fileName ?? "", bytes: file }, fields));
      taking[0]?.catch(() => bytes.letRunOff());
    } else {
      refuse(name, noSuchField);
      file.resume();
    }
  });
  form.on("filesLimit", () => refuse("file", "One file at a time."));
  const [read] = await Promise.allSettled([fields]);
  const [taken] = taking;
  if (taken) return taken;
  if (read.status === "rejected") throw read.reason;
  throw invalidInput([{ pointer: "/file", detail: "Send the CSV in the field `file`." }]);
}

/** Sends bytes through a form; `letRunOff` sends the rest nowhere, for who refuses a file must still hear it to its end. */
function pipe(body: ReadableStream, form: Writable): { end: Promise<void>; letRunOff: () => void } {
  const bytes = Readable.fromWeb(body as NodeReadableStream);
  let runOff = (): void => undefined;
  const end = new Promise<void>((resolve, reject) => {
    const malformed = () => reject(invalidInput([{ pointer: "", detail: "The form cannot be read." }]));
    bytes.on("error", malformed);
    form.on("error", malformed);
    form.on("finish", resolve);
    runOff = () => {
      bytes.unpipe(form);
      if (bytes.readableEnded) resolve();
      else bytes.on("end", resolve).resume();
    };
  });
  bytes.pipe(form);
  return { end, letRunOff: () => runOff() };
}
