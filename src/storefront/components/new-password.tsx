import { shortestPassword } from "../../identity/schemas.ts";
import { Field, type Wrong } from "./field.tsx";
import { useShop } from "./shop.tsx";

/** A password that is being chosen. */
export function NewPassword({ label, wrong }: { label: string; wrong: Wrong }) {
  const { account: words } = useShop().words;
  return (
    <Field
      name="password"
      label={label}
      type="password"
      autocomplete="new-password"
      hint={words.passwordHint(shortestPassword)}
      minlength={shortestPassword}
      wrong={wrong}
    />
  );
}
