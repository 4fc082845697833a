import { Field, FormErrors, Notice, type Typed, type Wrong } from "../components/field.tsx";
import { NewPassword } from "../components/new-password.tsx";
import { useShop } from "../components/shop.tsx";
import type { Messages } from "../messages/words.ts";

/** What the fields of the forms are called. */
function labelsIn({ account }: Messages) {
  return { name: account.yourName, email: account.email, password: account.password };
}

interface EntryProps {
  typed: Typed;
  wrong: Wrong;
  /** Why it did not work, when no single field is to blame. */
  refused?: string | undefined;
  /** Where to go afterwards: a path of this shop. */
  next: string;
}

export function SignInPage({ typed, wrong, refused, next }: EntryProps) {
  const { words, to } = useShop();
  const { account } = words;
  const labels = labelsIn(words);
  return (
    <div class="wrap narrow stack">
      <h1>{account.signIn}</h1>
      <FormErrors wrong={wrong} labels={labels} />
      {refused && (
        <Notice kind="bad">
          <p>{refused}</p>
        </Notice>
      )}
      <form method="post" action={to("/sign-in")} class="panel fields" novalidate data-once="">
        <input type="hidden" name="next" value={next} />
        <Field name="email" label={labels.email} type="email" autocomplete="username" {...{ typed, wrong }} />
        <Field name="password" label={labels.password} type="password" autocomplete="current-password" {...{ wrong }} />
        <button class="button" type="submit">
          {account.signIn}
        </button>
      </form>
      <p>
        {account.newHere} <a href={to("/sign-up")}>{account.open}</a>. {account.forgotten}{" "}
        <a href={to("/forgot-password")}>{account.setNew}</a>. {account.orWithout}
      </p>
    </div>
  );
}

export function SignUpPage({ typed, wrong, refused }: Omit<EntryProps, "next">) {
  const { words, to } = useShop();
  const { account } = words;
  const labels = labelsIn(words);
  return (
    <div class="wrap narrow stack">
      <h1>{account.open}</h1>
      <p class="lead">{account.openLead}</p>
      <FormErrors wrong={wrong} labels={labels} />
      {refused && (
        <Notice kind="bad">
          <p>{refused}</p>
        </Notice>
      )}
      <form method="post" action={to("/sign-up")} class="panel fields" novalidate data-once="">
        <Field name="name" label={labels.name} autocomplete="name" maxlength={120} {...{ typed, wrong }} />
        <Field name="email" label={labels.email} type="email" autocomplete="username" {...{ typed, wrong }} />
        <NewPassword label={labels.password} wrong={wrong} />
        <button class="button" type="submit">
          {account.openButton}
        </button>
      </form>
      <p>
        {account.known} <a href={to("/sign-in")}>{account.signIn}</a>.
      </p>
    </div>
  );
}

/** After signing up: the address is proven by the mail. */
export function CheckMailPage({ email }: { email: string }) {
  const { account } = useShop().words;
  return (
    <div class="wrap narrow stack">
      <h1>{account.lookIntoMail}</h1>
      <p class="lead">{account.written(email)}</p>
      <p class="note">{account.nothingThere}</p>
    </div>
  );
}

/** Asks for a click, so that a mail program that looks at every link does not use it up. */
export function ConfirmPage({ token, refused }: { token: string; refused?: string | undefined }) {
  const { words, to } = useShop();
  const { account } = words;
  return (
    <div class="wrap narrow stack">
      <h1>{refused ? account.linkDead : account.oneClick}</h1>
      {refused ? (
        <>
          <p class="lead">{refused}</p>
          <p>
            <a class="button" href={to("/sign-up")}>
              {account.again}
            </a>
          </p>
        </>
      ) : (
        <>
          <p class="lead">{account.oneClickMore}</p>
          <form method="post" action={to("/confirm")} data-once="">
            <input type="hidden" name="token" value={token} />
            <button class="button" type="submit">
              {account.myAddress}
            </button>
          </form>
        </>
      )}
    </div>
  );
}

/** After confirming. */
export function ConfirmedPage() {
  const { words, to } = useShop();
  return (
    <div class="wrap narrow stack">
      <h1>{words.account.opened}</h1>
      <p class="lead">{words.account.openedMore}</p>
      <p>
        <a class="button" href={to("/sign-in")}>
          {words.account.signIn}
        </a>
      </p>
    </div>
  );
}
