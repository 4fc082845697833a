import { Field, FormErrors, Notice, type Typed, type Wrong } from "../components/field.tsx";
import { NewPassword } from "../components/new-password.tsx";
import { useShop } from "../components/shop.tsx";

interface ForgotProps {
  typed: Typed;
  wrong: Wrong;
  refused?: string | undefined;
  /** The mail is on its way, if there is such an account. */
  sent?: boolean;
}

export function ForgotPage({ typed, wrong, refused, sent = false }: ForgotProps) {
  const { words, to } = useShop();
  const { account } = words;
  if (sent) {
    return (
      <div class="wrap narrow stack">
        <h1>{account.lookIntoMail}</h1>
        <p class="lead">{account.linkSent(typed.email ?? "")}</p>
      </div>
    );
  }
  return (
    <div class="wrap narrow stack">
      <h1>{account.forgottenTitle}</h1>
      <p class="lead">{account.forgottenLead}</p>
      {refused && (
        <Notice kind="bad">
          <p>{refused}</p>
        </Notice>
      )}
      <form method="post" action={to("/forgot-password")} class="panel fields" novalidate data-once="">
        <Field name="email" label={account.email} type="email" autocomplete="username" {...{ typed, wrong }} />
        <button class="button" type="submit">
          {account.sendLink}
        </button>
      </form>
    </div>
  );
}

interface NewPasswordProps {
  token: string;
  wrong: Wrong;
  refused?: string | undefined;
}

export function NewPasswordPage({ token, wrong, refused }: NewPasswordProps) {
  const { words, to } = useShop();
  const { account } = words;
  return (
    <div class="wrap narrow stack">
      <h1>{account.newTitle}</h1>
      <FormErrors wrong={wrong} labels={{ password: account.newPassword }} />
      {(refused || wrong.token) && (
        <Notice kind="bad">
          <p>
            {refused ?? account.linkNotWhole} <a href={to("/forgot-password")}>{account.anotherLink}</a>
          </p>
        </Notice>
      )}
      <form method="post" action={to("/reset-password")} class="panel fields" novalidate data-once="">
        <input type="hidden" name="token" value={token} />
        <NewPassword label={account.newPassword} wrong={wrong} />
        <button class="button" type="submit">
          {account.setPassword}
        </button>
      </form>
    </div>
  );
}

export function PasswordSetPage() {
  const { words, to } = useShop();
  return (
    <div class="wrap narrow stack">
      <h1>{words.account.isSet}</h1>
      <p class="lead">{words.account.isSetMore}</p>
      <p>
        <a class="button" href={to("/sign-in")}>
          {words.account.signIn}
        </a>
      </p>
    </div>
  );
}
