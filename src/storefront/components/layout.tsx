import type { Child } from "hono/jsx";
import type { Category } from "../../catalog/schemas.ts";
import type { AssetAddresses } from "../assets.ts";
import { aislesOf } from "./aisles.ts";
import { directionOf, type Shop, ShopContext } from "./shop.tsx";
import { BasketIcon, GlassIcon, PersonIcon, Sign } from "./sign.tsx";

/** What stands around every page. */
export interface Surroundings {
  shop: Shop;
  assets: AssetAddresses;
  /** The whole tree; the header shows its aisles. */
  categories: readonly Category[];
  /** Pieces in the cart. */
  cartCount: number;
  /** Who is signed in. */
  account: { email: string } | null;
}

export interface PageHead {
  title: string;
  description?: string | undefined;
  /** The page's one address, without what filters and sorts it. */
  canonical?: string | undefined;
  /** True for pages that belong to one person. */
  personal?: boolean;
  /** What was searched for, kept in the field. */
  searched?: string;
  /** The ids of the category shown and of those above it. */
  trail?: readonly string[];
  /** Comes again after so many seconds, where there is no script. */
  refreshAfter?: number | undefined;
  image?: string | undefined;
  /** What search engines are told of what the page shows, as JSON-LD by src/discovery/structured-data.ts. */
  described?: string;
}

interface LayoutProps {
  around: Surroundings;
  head: PageHead;
  children?: Child;
}

export function Layout({ around, head, children }: LayoutProps) {
  const { shop, assets } = around;
  const title = head.title === shop.name ? shop.name : `${head.title} · ${shop.name}`;
  return (
    <ShopContext.Provider value={shop}>
      <html lang={shop.locale} dir={directionOf(shop.locale)}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title}</title>
          {head.description && <meta name="description" content={head.description} />}
          {head.personal && <meta name="robots" content="noindex" />}
          {head.canonical && <link rel="canonical" href={head.canonical} />}
          {head.image && <meta property="og:image" content={head.image} />}
          <meta property="og:title" content={head.title} />
          <meta name="theme-color" content="#faf7f2" media="(prefers-color-scheme: light)" />
          <meta name="theme-color" content="#171411" media="(prefers-color-scheme: dark)" />
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml" title={shop.name} />
          <link rel="stylesheet" href={assets.styles} />
          <script type="module" src={assets.script} />
          {head.described && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: head.described }} />}
          {head.refreshAfter && (
            <noscript>
              <meta http-equiv="refresh" content={String(head.refreshAfter)} />
            </noscript>
          )}
        </head>
        <body>
          <a class="skip unseen" href="#main">
            Skip to the content
          </a>
          <Header around={around} head={head} />
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <Footer around={around} />
          <p class="unseen" id="said" aria-live="polite" />
          <dialog class="drawer" id="drawer" aria-labelledby="drawer-title" />
        </body>
      </html>
    </ShopContext.Provider>
  );
}

function Header({ around, head }: { around: Surroundings; head: PageHead }) {
  const aisles = aislesOf(around.categories);
  return (
    <header class="top">
      <div class="wrap bar">
        <a class="logo" href="/">
          <Sign />
          {around.shop.name}
        </a>
        <search class="search">
          <form action="/search">
            <label class="unseen" for="q">
              Search
            </label>
            <input
              id="q"
              name="q"
              type="search"
              placeholder="Search"
              value={head.searched ?? ""}
              maxlength={200}
              enterkeyhint="search"
            />
            <button type="submit" aria-label="Search">
              <GlassIcon />
            </button>
          </form>
        </search>
        <nav class="tools" aria-label="You">
          <AccountLink signedIn={around.account !== null} />
          <CartLink count={around.cartCount} />
        </nav>
      </div>
      {aisles.length > 0 && (
        <nav class="wrap aisles" aria-label="Categories">
          <ul>
            {aisles.map((category) => (
              <li>
                <a href={`/categories/${category.slug}`} aria-current={head.trail?.includes(category.id) || undefined}>
                  {category.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </header>
  );
}

/** Filled in by src/storefront/kept-pages.tsx on pages that are kept, as is {@link CartLink}; found by its id. */
export function AccountLink({ signedIn }: { signedIn: boolean }) {
  return (
    <a href={signedIn ? "/account" : "/sign-in"} id="account-link">
      <PersonIcon />
      <span class="word">{signedIn ? "Account" : "Sign in"}</span>
    </a>
  );
}

export function CartLink({ count }: { count: number }) {
  return (
    <a href="/cart" id="cart-link" data-count={count}>
      <BasketIcon />
      <span class="word">Cart</span>
      {count > 0 && (
        <span class="count">
          {count}
          <span class="unseen">{count === 1 ? " piece" : " pieces"}</span>
        </span>
      )}
    </a>
  );
}

function Footer({ around }: { around: Surroundings }) {
  const aisles = aislesOf(around.categories);
  return (
    <footer class="foot">
      <div class="weave" />
      <div class="wrap">
        <div class="stack">
          <a class="logo" href="/">
            <Sign />
            {around.shop.name}
          </a>
          <p>A small shop on the edge, open day and night.</p>
        </div>
        {aisles.length > 0 && (
          <nav aria-labelledby="foot-shop">
            <h2 id="foot-shop">Shop</h2>
            <ul>
              <li>
                <a href="/search">Everything</a>
              </li>
              {aisles.map((category) => (
                <li>
                  <a href={`/categories/${category.slug}`}>{category.name}</a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <nav aria-labelledby="foot-you">
          <h2 id="foot-you">Your orders</h2>
          <ul>
            <li>
              <a href="/cart">Cart</a>
            </li>
            <li>
              <a href="/account">Account and orders</a>
            </li>
            {!around.account && (
              <li id="open-account">
                <a href="/sign-up">Open an account</a>
              </li>
            )}
          </ul>
        </nav>
      </div>
    </footer>
  );
}
