import type { Category } from "../../catalog/categories/schemas.ts";
import { useShop } from "./shop.tsx";

/** A category and those above it, from the top down. */
export function trailOf(categories: readonly Category[], category: Category | undefined): Category[] {
  const byId = new Map(categories.map((each) => [each.id, each]));
  const trail: Category[] = [];
  for (let at = category; at && !trail.includes(at); at = at.parent_id ? byId.get(at.parent_id) : undefined) {
    trail.unshift(at);
  }
  return trail;
}

interface BreadcrumbProps {
  trail: readonly Category[];
  /** What the page itself is, when it is not the last category. */
  here?: string | undefined;
}

/** The way from the door to this page. */
export function Breadcrumb({ trail, here }: BreadcrumbProps) {
  const { name, words, to } = useShop();
  return (
    <nav class="crumbs" aria-label={words.frame.here}>
      <ol>
        <li>
          <a href={to("/")}>{name}</a>
        </li>
        {trail.map((category, index) => (
          <li>
            {here === undefined && index === trail.length - 1 ? (
              <span aria-current="page">{category.name}</span>
            ) : (
              <a href={to(`/categories/${category.slug}`)}>{category.name}</a>
            )}
          </li>
        ))}
        {here !== undefined && (
          <li>
            <span aria-current="page">{here}</span>
          </li>
        )}
      </ol>
    </nav>
  );
}
