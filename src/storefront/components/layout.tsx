import type { Child } from "hono/jsx";
import type { Category } from "../../catalog/categories/schemas.ts";
import { directionOf } from "../../platform/locales.ts";
import { homeCode, type Market } from "../../platform/market.ts";
import type { AssetAddresses } from "../assets.ts";
import { aislesOf } from "./aisles.ts";
import { type Shop, ShopContext, useShop } from "./shop.tsx";
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
  /** Every language that the shop offers: what it calls itself, and where pages are read in it. */
  languages: readonly { locale: string; name: string; prefixed: (path: string) => string }[];
  /** Everywhere that the shop sells, its own market first. */
  markets: readonly Market[];
  /** The path and query of this page, or of one that is near where this one cannot be asked for again, without a language. */
  here: string;
  /** Where the shop is, without a slash at the end: `https://shop.example`. */
  site: string;
}

export interface PageHead {
  title: string;
  description?: string | undefined;
  /** The page's one path in the store's own language, without what filters and sorts it: `/products/pan`. */
  path?: string | undefined;
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
          {head.path && <Addresses around={around} path={head.path} />}
          {head.image && <meta property="og:image" content={head.image} />}
          <meta property="og:title" content={head.title} />
          <meta name="theme-color" content="#faf7f2" media="(prefers-color-scheme: light)" />
          <meta name="theme-color" content="#171411" media="(prefers-color-scheme: dark)" />
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <link
            rel="search"
            type="application/opensearchdescription+xml"
            href={shop.to("/opensearch.xml")}
            title={shop.name}
          />
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
            {shop.words.frame.skip}
          </a>
          <Header around={around} head={head} />
          <div role="status">
            <div class="wrap" id="news" />
          </div>
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

/** The page's own address in this language, and in each of the others. */
function Addresses({ around, path }: { around: Surroundings; path: string }) {
  const { shop, site, languages } = around;
  return (
    <>
      <link rel="canonical" href={site + shop.to(path)} />
      {languages.length > 1 && (
        <>
          {languages.map(({ locale, prefixed }) => (
            <link rel="alternate" hreflang={locale} href={site + prefixed(path)} />
          ))}
          <link rel="alternate" hreflang="x-default" href={site + path} />
        </>
      )}
    </>
  );
}

function Header({ around, head }: { around: Surroundings; head: PageHead }) {
  const aisles = aislesOf(around.categories);
  const { words, to } = around.shop;
  return (
    <header class="top">
      <div class="wrap bar">
        <a class="logo" href={to("/")}>
          <Sign />
          {around.shop.name}
        </a>
        <search class="search">
          <form action={to("/search")} data-suggest="" data-sections={words.browse.aisle}>
            <label class="unseen" for="q">
              {words.frame.search}
            </label>
            <input
              id="q"
              name="q"
              type="search"
              placeholder={words.frame.search}
              value={head.searched ?? ""}
              maxlength={200}
              enterkeyhint="search"
              autocomplete="off"
            />
            <button type="submit" aria-label={words.frame.search}>
              <GlassIcon />
            </button>
            <ul class="suggestions" id="suggestions" aria-label={words.frame.suggestions} hidden />
          </form>
        </search>
        <nav class="tools" aria-label={words.frame.you}>
          <AccountLink signedIn={around.account !== null} />
          <CartLink count={around.cartCount} />
        </nav>
      </div>
      {aisles.length > 0 && (
        <nav class="wrap aisles" aria-label={words.frame.categories}>
          <ul>
            {aisles.map((category) => (
              <li>
                <a
                  href={to(`/categories/${category.slug}`)}
                  aria-current={head.trail?.includes(category.id) || undefined}
                >
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
  const { words, to } = useShop();
  return (
    <a href={to(signedIn ? "/account" : "/sign-in")} id="account-link">
      <PersonIcon />
      <span class="word">{signedIn ? words.frame.account : words.frame.signIn}</span>
    </a>
  );
}

export function CartLink({ count }: { count: number }) {
  const { words, to } = useShop();
  return (
    <a href={to("/cart")} id="cart-link" data-count={count}>
      <BasketIcon />
      <span class="word">{words.frame.cart}</span>
      {count > 0 && (
        <span class="count">
          <span aria-hidden="true">{count}</span>
          <span class="unseen">{words.frame.pieces(count)}</span>
        </span>
      )}
    </a>
  );
}

function Footer({ around }: { around: Surroundings }) {
  const aisles = aislesOf(around.categories);
  const { name, words, to } = around.shop;
  return (
    <footer class="foot">
      <div class="weave" />
      <div class="wrap">
        <div class="stack">
          <a class="logo" href={to("/")}>
            <Sign />
            {name}
          </a>
          <p>{words.frame.motto}</p>
        </div>
        {aisles.length > 0 && (
          <nav aria-labelledby="foot-shop">
            <h2 id="foot-shop">{words.frame.shop}</h2>
            <ul>
              <li>
                <a href={to("/search")}>{words.frame.everything}</a>
              </li>
              {aisles.map((category) => (
                <li>
                  <a href={to(`/categories/${category.slug}`)}>{category.name}</a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <nav aria-labelledby="foot-you">
          <h2 id="foot-you">{words.frame.yourOrders}</h2>
          <ul>
            <li>
              <a href={to("/cart")}>{words.frame.cart}</a>
            </li>
            <li>
              <a href={to("/account")}>{words.frame.accountAndOrders}</a>
            </li>
            {!around.account && (
              <li id="open-account">
                <a href={to("/sign-up")}>{words.frame.openAccount}</a>
              </li>
            )}
          </ul>
        </nav>
        {around.languages.length > 1 && <Languages around={around} />}
        {around.markets.length > 1 && <Markets around={around} />}
      </div>
    </footer>
  );
}

/** Where the visitor shops. A filled cart is priced there, or the visitor is told why it cannot be. */
function Markets({ around }: { around: Surroundings }) {
  const { shop, markets, here } = around;
  const { words, locale, market: current } = shop;
  return (
    <form class="markets" method="post" action={shop.to("/market")}>
      <label for="foot-market">{words.frame.market}</label>
      <input type="hidden" name="back" value={shop.to(here)} />
      <select id="foot-market" name="market">
        {markets.map((market) => (
          <option value={market.code} selected={market.code === current.code || undefined}>
            {market.currency} · {market.code === homeCode ? words.frame.elsewhere : marketName(market, locale)}
          </option>
        ))}
      </select>
      <button class="button quiet" type="submit">
        {words.frame.change}
      </button>
    </form>
  );
}

/** A market of one country by what the language calls the country, any other by its name. */
function marketName({ name, countries: [country, ...others] }: Market, locale: string): string {
  if (country === undefined || others.length > 0) return name;
  return new Intl.DisplayNames([locale], { type: "region" }).of(country) ?? name;
}

/** This page in the shop's other languages. The way there is remembered: the front door leads to that language from now on. */
function Languages({ around }: { around: Surroundings }) {
  const { shop, languages, here } = around;
  return (
    <nav aria-labelledby="foot-language">
      <h2 id="foot-language">{shop.words.frame.language}</h2>
      <ul>
        {languages.map(({ locale, name }) => (
          <li>
            <a
              href={`${here}${here.includes("?") ? "&" : "?"}locale=${locale}`}
              lang={locale}
              hreflang={locale}
              dir={directionOf(locale)}
              aria-current={locale === shop.locale || undefined}
              rel="nofollow"
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
