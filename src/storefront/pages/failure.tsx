import type { Problem } from "../../platform/errors.ts";
import { EmptyArch } from "../components/sign.tsx";

interface Advice {
  title: string;
  detail: string;
}

/** What a shopper is told, by status; what is not here gets the problem's own words. */
const advice: Readonly<Record<number, Advice>> = {
  404: {
    title: "There is nothing at this address",
    detail: "It may have moved or been sold for good. Search for it, or begin again at the front door.",
  },
  500: {
    title: "Something broke on our side",
    detail: "It is not your fault, and nothing was charged. Please try again in a moment.",
  },
  503: {
    title: "We cannot do this just now",
    detail: "A part of the shop does not answer. Your cart is kept; please try again in a moment.",
  },
};

export function FailurePage({ problem }: { problem: Problem }) {
  const { title, detail } = advice[problem.status] ?? { title: problem.title, detail: problem.detail };
  return (
    <div class="wrap empty">
      <EmptyArch />
      <p class="eyebrow">{problem.status}</p>
      <h1>{title}</h1>
      <p class="lead">{detail}</p>
      <p class="row">
        <a class="button" href="/">
          To the front door
        </a>
        {problem.status === 401 ? (
          <a class="button quiet" href="/sign-in">
            Sign in
          </a>
        ) : (
          <a class="button quiet" href="/search">
            Look around
          </a>
        )}
      </p>
      {problem.status !== 404 && <p class="note">If you write to us, name this: {problem.request_id}</p>}
    </div>
  );
}
