import { Field, FormErrors, Notice, type Typed, type Wrong } from "../components/field.tsx";
import { NewPassword } from "../components/new-password.tsx";

const labels = { name: "Your name", email: "E-mail address", password: "Password" };

interface EntryProps {
  typed: Typed;
  wrong: Wrong;
  /** Why it did not work, when no single field is to blame. */
  refused?: string | undefined;
  /** Where to go afterwards: a path of this shop. */
  next: string;
}

export function SignInPage({ typed, wrong, refused, next }: EntryProps) {
  return (
    <div class="wrap narrow stack">
      <h1>Sign in</h1>
      <FormErrors wrong={wrong} labels={labels} />
      {refused && (
        <Notice kind="bad">
          <p>{refused}</p>
        </Notice>
      )}
      <form method="post" action="/sign-in" class="panel fields" novalidate data-once="">
        <input type="hidden" name="next" value={next} />
        <Field name="email" label={labels.email} type="email" autocomplete="username" {...{ typed, wrong }} />
        <Field name="password" label={labels.password} type="password" autocomplete="current-password" {...{ wrong }} />
        <button class="button" type="submit">
          Sign in
        </button>
      </form>
      <p>
        New here? <a href="/sign-up">Open an account</a>. Forgotten the password?{" "}
        <a href="/forgot-password">Set a new one</a>. You can also buy without an account.
      </p>
    </div>
  );
}

export function SignUpPage({ typed, wrong, refused }: Omit<EntryProps, "next">) {
  return (
    <div class="wrap narrow stack">
      <h1>Open an account</h1>
      <p class="lead">Your cart follows you to every device, and all your orders stand in one place.</p>
      <FormErrors wrong={wrong} labels={labels} />
      {refused && (
        <Notice kind="bad">
          <p>{refused}</p>
        </Notice>
      )}
      <form method="post" action="/sign-up" class="panel fields" novalidate data-once="">
        <Field name="name" label={labels.name} autocomplete="name" maxlength={120} {...{ typed, wrong }} />
        <Field name="email" label={labels.email} type="email" autocomplete="username" {...{ typed, wrong }} />
        <NewPassword label={labels.password} wrong={wrong} />
        <button class="button" type="submit">
          Open the account
        </button>
      </form>
      <p>
        You have one? <a href="/sign-in">Sign in</a>.
      </p>
    </div>
  );
}

/** After signing up: the address is proven by the mail. */
export function CheckMailPage({ email }: { email: string }) {
  return (
    <div class="wrap narrow stack">
      <h1>Look into your mail</h1>
      <p class="lead">
        We have written to <b>{email}</b>. Open the link in that message within a day, and the account is yours.
      </p>
      <p class="note">Nothing there after some minutes? Look among the unwanted mail, or sign up once more.</p>
    </div>
  );
}

/** Asks for a click, so that a mail program that looks at every link does not use it up. */
export function ConfirmPage({ token, refused }: { token: string; refused?: string | undefined }) {
  return (
    <div class="wrap narrow stack">
      <h1>{refused ? "That link no longer works" : "One click more"}</h1>
      {refused ? (
        <>
          <p class="lead">{refused}</p>
          <p>
            <a class="button" href="/sign-up">
              Sign up once more
            </a>
          </p>
        </>
      ) : (
        <>
          <p class="lead">Confirm that this e-mail address is yours, and your account is open.</p>
          <form method="post" action="/confirm" data-once="">
            <input type="hidden" name="token" value={token} />
            <button class="button" type="submit">
              This is my address
            </button>
          </form>
        </>
      )}
    </div>
  );
}

/** After confirming. */
export function ConfirmedPage() {
  return (
    <div class="wrap narrow stack">
      <h1>Your account is open</h1>
      <p class="lead">Welcome. Sign in, and your cart comes with you.</p>
      <p>
        <a class="button" href="/sign-in">
          Sign in
        </a>
      </p>
    </div>
  );
}
