import type { SavedMethod } from "../../payments/saved/schemas.ts";
import { Notice } from "./field.tsx";
import { useShop } from "./shop.tsx";

/** The cards that a customer's payment service keeps, to be added to and removed. @param cards null while they cannot be read */
export function SavedCards({ cards }: { cards: readonly SavedMethod[] | null }) {
  const { words, to } = useShop();
  const { cards: say } = words.account;
  return (
    <section class="panel transfer" aria-labelledby="cards">
      <h2 id="cards">{say.heading}</h2>
      <p class="note">{say.kept}</p>
      {cards === null && (
        <Notice kind="warn">
          <p>{say.notNow}</p>
        </Notice>
      )}
      {cards?.map(({ id, brand, last4, exp_month, exp_year }) => (
        <form class="ways" method="post" action={to("/account/cards/remove")} data-once="">
          <input type="hidden" name="id" value={id} />
          <span>
            <b class="card-brand">{brand}</b> <bdi>···· {last4}</bdi>{" "}
            <span class="note">{say.until(String(exp_month).padStart(2, "0"), exp_year)}</span>
          </span>
          <button class="button quiet small" type="submit">
            {say.remove}
          </button>
        </form>
      ))}
      <form class="ways" method="post" action={to("/account/cards/add")} data-once="">
        <button class="button small" type="submit">
          {say.add}
        </button>
      </form>
    </section>
  );
}
