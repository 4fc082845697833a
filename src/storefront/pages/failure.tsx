import type { Problem } from "../../platform/errors.ts";
import { useShop } from "../components/shop.tsx";
import { EmptyArch } from "../components/sign.tsx";
import { refusalIn } from "../messages/told.ts";
import type { Messages } from "../messages/words.ts";

interface Advice {
  title: string;
  detail: string;
}

/** What a shopper is told, by status; what is not here is told as the problem itself has it. */
function adviceOn(problem: Problem, words: Messages): Advice {
  const { failure } = words;
  if (problem.status === 404) return { title: failure.nowhere, detail: failure.nowhereMore };
  if (problem.status === 500) return { title: failure.broken, detail: failure.brokenMore };
  if (problem.status === 503) return { title: failure.notNow, detail: failure.notNowMore };
  return {
    title: words.refusals === null ? problem.title : failure.notNow,
    detail: refusalIn(words, problem),
  };
}

export function FailurePage({ problem }: { problem: Problem }) {
  const { words, to } = useShop();
  const { title, detail } = adviceOn(problem, words);
  return (
    <div class="wrap empty">
      <EmptyArch />
      <p class="eyebrow">{problem.status}</p>
      <h1>{title}</h1>
      <p class="lead">{detail}</p>
      <p class="row">
        <a class="button" href={to("/")}>
          {words.frame.frontDoor}
        </a>
        {problem.status === 401 ? (
          <a class="button quiet" href={to("/sign-in")}>
            {words.frame.signIn}
          </a>
        ) : (
          <a class="button quiet" href={to("/search")}>
            {words.frame.lookAround}
          </a>
        )}
      </p>
      {problem.status !== 404 && <p class="note">{words.failure.name(problem.request_id)}</p>}
    </div>
  );
}
