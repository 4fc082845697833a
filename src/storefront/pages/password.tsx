import { Field, FormErrors, Notice, type Typed, type Wrong } from "../components/field.tsx";
import { NewPassword } from "../components/new-password.tsx";

interface ForgotProps {
  typed: Typed;
  wrong: Wrong;
  refused?: string | undefined;
  /** The mail is on its way, if there is such an account. */
  sent?: boolean;
}

export function ForgotPage({ typed, wrong, refused, sent = false }: ForgotProps) {
  if (sent) {
    return (
      <div class="wrap narrow stack">
        <h1>Look into your mail</h1>
        <p class="lead">
          If <b>{typed.email}</b> has an account here, a link to set a new password is on its way to it.
        </p>
      </div>
    );
  }
  return (
    <div class="wrap narrow stack">
      <h1>Forgotten password</h1>
      <p class="lead">Tell us the address of your account, and we send you a link to set a new one.</p>
      {refused && (
        <Notice kind="bad">
          <p>{refused}</p>
        </Notice>
      )}
      <form method="post" action="/forgot-password" class="panel fields" novalidate data-once="">
        <Field name="email" label="E-mail address" type="email" autocomplete="username" {...{ typed, wrong }} />
        <button class="button" type="submit">
          Send the link
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
  return (
    <div class="wrap narrow stack">
      <h1>A new password</h1>
      <FormErrors wrong={wrong} labels={{ password: "New password" }} />
      {(refused || wrong.token) && (
        <Notice kind="bad">
          <p>
            {refused ?? "The link is not whole. Copy all of it from the mail."}{" "}
            <a href="/forgot-password">Ask for another link</a>
          </p>
        </Notice>
      )}
      <form method="post" action="/reset-password" class="panel fields" novalidate data-once="">
        <input type="hidden" name="token" value={token} />
        <NewPassword label="New password" wrong={wrong} />
        <button class="button" type="submit">
          Set the password
        </button>
      </form>
    </div>
  );
}

export function PasswordSetPage() {
  return (
    <div class="wrap narrow stack">
      <h1>Your new password is set</h1>
      <p class="lead">You are signed out everywhere. Sign in with the new one.</p>
      <p>
        <a class="button" href="/sign-in">
          Sign in
        </a>
      </p>
    </div>
  );
}
