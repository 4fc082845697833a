import type { Child } from "hono/jsx";
import { useShop } from "./shop.tsx";

/** What was typed into a form, by field name. */
export type Typed = Readonly<Record<string, string | undefined>>;
/** What is wrong with it, by field name. */
export type Wrong = Readonly<Record<string, string>>;

interface FieldProps {
  name: string;
  label: string;
  typed?: Typed;
  wrong?: Wrong;
  type?: "text" | "email" | "password" | "tel";
  /** The browser's own name for what goes in here, so that it can fill it in. */
  autocomplete?: string;
  hint?: string;
  optional?: boolean;
  width?: "third" | "rest";
  maxlength?: number;
  minlength?: number;
  /** Counts the total again at once when it is written, where there is script. */
  recount?: boolean;
}

/** A labelled text field, with its hint and what is wrong with it. */
export function Field(props: FieldProps) {
  const { name, label, typed = {}, wrong = {}, type = "text", optional = false } = props;
  const error = wrong[name];
  const { form: words } = useShop().words;
  return (
    <div class={props.width ? `field ${props.width}` : "field"}>
      <label for={name}>
        {label}
        {optional && <span class="soft"> {words.optional}</span>}
      </label>
      <input
        id={name}
        name={name}
        type={type}
        value={type === "password" ? undefined : (typed[name] ?? "")}
        autocomplete={props.autocomplete}
        required={!optional}
        maxlength={props.maxlength}
        minlength={props.minlength}
        data-recount={props.recount ? "" : undefined}
        {...describing(name, error, props.hint)}
      />
      <FieldNotes name={name} error={error} hint={props.hint} />
    </div>
  );
}

interface SelectProps {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  typed?: Typed;
  wrong?: Wrong;
  autocomplete?: string;
  /** Counts the total again at once when another is chosen, where there is script. */
  recount?: boolean;
}

export function Select({ name, label, options, typed = {}, wrong = {}, autocomplete, recount }: SelectProps) {
  const error = wrong[name];
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select
        id={name}
        name={name}
        autocomplete={autocomplete}
        data-recount={recount ? "" : undefined}
        {...describing(name, error, undefined)}
      >
        {options.map((option) => (
          <option value={option.value} selected={typed[name] === option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <FieldNotes name={name} error={error} hint={undefined} />
    </div>
  );
}

function describing(name: string, error: string | undefined, hint: string | undefined) {
  const notes = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return { "aria-invalid": error ? ("true" as const) : undefined, "aria-describedby": notes || undefined };
}

function FieldNotes({ name, error, hint }: { name: string; error: string | undefined; hint: string | undefined }) {
  return (
    <>
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
}

interface NoticeProps {
  kind?: "warn" | "bad";
  children?: Child;
}

/** Something to be read before going on. What went wrong is told to screen readers at once. */
export function Notice({ kind, children }: NoticeProps) {
  return (
    <div class={kind ? `notice ${kind}` : "notice"} role={kind === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}

/** How many fields are to be mended, with a way to each; nothing where all is well. */
export function FormErrors({ wrong, labels }: { wrong: Wrong; labels: Readonly<Record<string, string>> }) {
  const { form: words } = useShop().words;
  const fields = Object.keys(labels).filter((name) => wrong[name]);
  if (fields.length === 0) return null;
  return (
    <Notice kind="bad">
      <p>
        <b>{words.anotherLook(fields.length)}</b>
      </p>
      <ul>
        {fields.map((name) => (
          <li>
            <a href={`#${name}`}>{labels[name]}</a>: {wrong[name]}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
