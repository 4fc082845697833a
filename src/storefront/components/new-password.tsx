import { shortestPassword } from "../../identity/schemas.ts";
import { Field, type Wrong } from "./field.tsx";

/** A password that is being chosen. */
export function NewPassword({ label, wrong }: { label: string; wrong: Wrong }) {
  return (
    <Field
      name="password"
      label={label}
      type="password"
      autocomplete="new-password"
      hint={`At least ${shortestPassword} characters. A sentence is a good password.`}
      minlength={shortestPassword}
      wrong={wrong}
    />
  );
}
