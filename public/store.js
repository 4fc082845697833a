// What script adds to the shop: nothing here is needed to buy. Forms and links say by `data-` attributes what may be done
// without loading a whole page; whatever goes wrong falls back to the browser's own way.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Tells screen readers something that is only seen otherwise. */
function say(text) {
  const said = $("#said");
  if (said) said.textContent = text;
}

/** Gets a page of the shop. @throws where there is no page to show */
async function fetchPage(address, init) {
  const answer = await fetch(address, { ...init, headers: { Accept: "text/html" } });
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error("not a page");
  return { page: new DOMParser().parseFromString(await answer.text(), "text/html"), url: answer.url };
}

/**
 * Puts the new page's parts in place of the old ones, named by their ids. @returns false where a part is not there, as when the
 * answer is another kind of page
 */
function swap(page, ids) {
  const fresh = ids.map((id) => page.getElementById(id));
  if (fresh.some((part) => part === null)) return false;
  const focused = document.activeElement?.id;
  const open = $$("details[open]").map((details) => details.id);
  for (const part of [...fresh, page.getElementById("cart-link")]) {
    if (part) document.getElementById(part.id)?.replaceWith(document.adoptNode(part));
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.title = page.title;
  wake();
  return true;
}

/** The request that a form makes when it is sent by this button. */
function requestOf(form, button) {
  const fields = new FormData(form, button);
  const action = new URL(form.action);
  if (form.method === "post") return { address: action, init: { method: "POST", body: new URLSearchParams(fields) } };
  for (const [name, value] of [...fields]) if (value === "") fields.delete(name);
  action.search = new URLSearchParams(fields);
  return { address: action, init: {} };
}

/** Sends without any script, as if this file were not there. */
function sendPlainly(form, button) {
  form.dataset.plain = "";
  form.requestSubmit(button ?? undefined);
}

async function sendAndSwap(form, button) {
  const { address, init } = requestOf(form, button);
  document.body.classList.add("busy");
  try {
    const { page, url } = await fetchPage(address, init);
    if (!swap(page, form.dataset.swap.split(" "))) location.assign(url);
    else if (form.method === "get") history.pushState({ swapped: true }, "", url);
    const alert = $("main [role=alert]");
    alert?.scrollIntoView({ block: "center" });
  } catch {
    sendPlainly(form, button);
  } finally {
    document.body.classList.remove("busy");
    follow();
  }
}

async function addToCart(form, button) {
  const { address, init } = requestOf(form, button);
  init.body.set("part", "mini-cart");
  button?.setAttribute("aria-busy", "true");
  try {
    const { page } = await fetchPage(address, init);
    const cart = $("[data-count]", page.body);
    const drawer = $("#drawer");
    if (!cart || !drawer) throw new Error("not a cart");
    drawer.replaceChildren(document.adoptNode(cart));
    showCount(Number(cart.dataset.count));
    say(cart.dataset.said ?? "");
    drawer.showModal();
    announce();
  } catch {
    sendPlainly(form, button);
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

function showCount(count) {
  const link = $("#cart-link");
  if (!link) return;
  $(".count", link)?.remove();
  if (count < 1) return;
  const badge = document.createElement("span");
  badge.className = "count";
  badge.textContent = String(count);
  link.append(badge);
}

/** There is a cart now: other tabs of a shopper who had none until now have nothing yet that they listen to. */
function announce() {
  listen();
  try {
    localStorage.setItem("cart", Date.now());
  } catch {
    // A browser that lets pages store nothing: the other tabs show it when they are next loaded.
  }
}

/** What the cart's object said last, the connection that it says it by, and how often that failed in a row. */
let told;
let line;
let failures = 0;

/**
 * Hears of each change of the cart, from whichever tab or device; where WebSockets do not come through, by server-sent events. A
 * lost connection is made again, less and less often, and resumes from what was told last.
 */
function listen() {
  if (line) return;
  const seen = told && new URLSearchParams({ version: told.version, expires_at: told.cart.expires_at ?? "" });
  const address = new URL(`/api/v1/cart/live?${seen ?? ""}`, location.href);
  const plain = failures > 2;
  if (!plain) address.protocol = address.protocol.replace("http", "ws");
  const opened = plain ? new EventSource(address) : new WebSocket(address);
  line = opened;
  const again = ({ code }) => {
    opened.close();
    if (line !== opened) return;
    line = undefined;
    // Moved to the account that has signed in: another cart, of which nothing is known.
    if (code === 4001) told = undefined;
    if (code !== 1008) setTimeout(listen, Math.min(1000 * 2 ** failures++, 60_000) * (0.5 + Math.random()));
  };
  opened.onopen = () => {
    failures = 0;
  };
  opened.onmessage = ({ data }) => {
    told = JSON.parse(data);
    follow();
  };
  if (plain) opened.onerror = again;
  else opened.onclose = again;
}

/** Shows what was told, where the page shows something else: its count, its news, the cart itself. */
async function follow() {
  if (!told || document.body.classList.contains("busy")) return;
  const { cart, type } = told;
  const state = `${cart.version}@${cart.expires_at ?? ""}`;
  showCount(cart.items.reduce((sum, { quantity }) => sum + quantity, 0));
  const page = $("#cart");
  const field = $("#cart input:focus");
  // Whoever is typing is not interrupted: what they send brings the whole cart back.
  if (field && field.value !== field.defaultValue) return;
  try {
    if (page) {
      if (page.dataset.cart !== state) swap((await fetchPage($("#cart-link").href)).page, ["cart"]);
      return;
    }
    const drawer = $("#drawer");
    const open = drawer.open && $("[data-cart]", drawer)?.dataset.cart !== state;
    const news = cart.notices.length > 0 && sessionStorage.news !== state;
    const ends = type !== "cart" || (cart.items.length > 0 && cart.expires_in_seconds <= 300);
    if (!open && !news && !ends) return;
    const answer = await fetchPage(`${$("#cart-link").href}/news${type === "expired" ? "?ended" : ""}`);
    const [fresh, mini] = [$("#news", answer.page), $(".mini", answer.page)];
    $("#news").replaceWith(document.adoptNode(fresh));
    sessionStorage.news = state;
    if (open) {
      const inside = drawer.contains(document.activeElement);
      drawer.replaceChildren(document.adoptNode(mini));
      if (inside) $("[data-close]", drawer).focus();
    }
    wake();
  } catch {
    // Shown with the next change, or the next page.
  }
}

function hangUp() {
  line?.close();
  line = undefined;
}

/** Adds the next page's products to the ones that are there. */
async function append(link) {
  const shelf = document.getElementById(link.dataset.append);
  try {
    const { page } = await fetchPage(link.href);
    const more = $$(`#${shelf.id} > li`, page);
    const last = shelf.children.length;
    shelf.append(...more.map((item) => document.adoptNode(item)));
    const next = page.getElementById("more");
    const place = document.getElementById("more");
    if (next) place.replaceWith(document.adoptNode(next));
    else place.remove();
    $("a", shelf.children[last])?.focus({ preventScroll: true });
    say($(`#${shelf.id}`, page)?.dataset.said ?? "");
  } catch {
    location.assign(link.href);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  // Enter in a field also changes it: sent once is enough.
  clearTimeout(soon.get(form));
  if ("plain" in form.dataset) return delete form.dataset.plain;
  if ("add" in form.dataset) {
    event.preventDefault();
    addToCart(form, button);
  } else if (form.dataset.swap && button?.value !== "order") {
    event.preventDefault();
    sendAndSwap(form, button);
  } else if ("once" in form.dataset) {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "true";
    document.body.classList.add("busy");
  }
});

document.addEventListener("click", async (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const drawer = $("#drawer");
  if (event.target === drawer || event.target.closest("[data-close]")) return drawer.close();
  const step = event.target.closest("[data-step]");
  if (step) {
    const input = $("input", step.parentElement);
    if (Number(step.dataset.step) > 0) input.stepUp();
    else input.stepDown();
    return;
  }
  const link = event.target.closest("a[data-append], a[data-swap], a[data-picture]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.append) return append(link);
  if (link.dataset.picture) return showPicture(Number(link.dataset.picture));
  try {
    const { page, url } = await fetchPage(link.href);
    if (!swap(page, link.dataset.swap.split(" "))) return location.assign(link.href);
    history.replaceState(null, "", url);
  } catch {
    location.assign(link.href);
  }
});

/** What is sent by itself in a moment: the timer of each form. */
const soon = new WeakMap();
document.addEventListener("change", (event) => {
  const field = event.target;
  if ("recount" in field.dataset) {
    const button = $("button[value=recount]", field.form);
    if (button) sendAndSwap(field.form, button);
  } else if (field.form && "autosend" in field.form.dataset) {
    const { form } = field;
    clearTimeout(soon.get(form));
    soon.set(
      form,
      setTimeout(() => form.requestSubmit(), 150),
    );
  }
});

// A page whose parts were swapped has older states in the history, which only the server can show again.
addEventListener("popstate", () => location.reload());
// A form that was sent can be sent again when the browser shows its page from memory.
addEventListener("pageshow", async ({ persisted }) => {
  if (Number($("#cart-link")?.dataset.count) > 0) listen();
  document.body.classList.remove("busy");
  for (const form of $$("form[data-sent]")) delete form.dataset.sent;
  if (!persisted) return;
  // The cart may have changed since: only its count is looked at again.
  const again = await fetchPage(location.href).catch(() => null);
  if (again) swap(again.page, []);
});

// A page that is open to its cart is not kept in the browser's memory.
addEventListener("pagehide", hangUp);
addEventListener("storage", ({ key }) => {
  if (key === "cart") listen();
});

function showPicture(index) {
  const strip = $(".gallery .strip");
  strip.scrollTo({ left: strip.children[index].offsetLeft - strip.children[0].offsetLeft });
}

/** Marks the thumbnail of the picture that is in view. */
function followGallery(strip) {
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        const at = [...strip.children].indexOf(target);
        for (const thumb of $$("[data-picture]")) {
          if (Number(thumb.dataset.picture) === at) thumb.setAttribute("aria-current", "true");
          else thumb.removeAttribute("aria-current");
        }
      }
    },
    { root: strip, threshold: 0.6 },
  );
  for (const picture of strip.children) watch.observe(picture);
}

/** Counts down by the clock, not by its own ticks, which browsers slow down in the background. */
function countDown(element) {
  const ends = Date.now() + Number(element.dataset.countdown) * 1000;
  const shown = $("span", element);
  const tick = () => {
    if (!element.isConnected) return;
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    const two = (value) => String(value).padStart(2, "0");
    const hours = Math.floor(left / 3600);
    const minutes = Math.floor(left / 60) % 60;
    shown.textContent = `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(left % 60)}`;
    if (left === 60) say(element.dataset.warning ?? "");
    if (left > 0) setTimeout(tick, 1000);
    // Around another page the news tell the end; what is typed there is not thrown away.
    else if (!element.closest("#news")) location.reload();
  };
  tick();
}

let looks = 0;

/** Looks again until the answer of the payment is there: soon at first, then less and less often, twice a minute at last. */
function poll(element) {
  const seconds = Math.min(Number(element.dataset.poll) * 1.2 ** looks++, 30);
  setTimeout(async () => {
    if (!element.isConnected) return;
    try {
      const { page } = await fetchPage(location.href);
      if (!swap(page, [element.id])) poll(element);
    } catch {
      poll(element);
    }
  }, seconds * 1000);
}

/** Writes a moment for the clock of the shopper, where the server could only know UTC. */
function tellTime(element) {
  const at = new Date(element.dateTime);
  element.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(at);
}

/**
 * Suggests while a search is typed: a combobox with a list (WAI-ARIA Authoring Practices). The field keeps the focus; the
 * list is walked by the arrows, Enter follows what is marked, Escape puts the list away.
 */
function suggestTo(form) {
  const input = $("input[type=search]", form);
  const list = $("[aria-label].suggestions", form);
  const shop = new URL(form.action).pathname.replace(/\/search$/, "");
  const known = new Map();
  let timer;
  let marked = -1;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  list.setAttribute("role", "listbox");
  close();

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }
  function mark(index) {
    marked = index;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    }
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `suggestion-${index}`);
  }
  function option(text, href, note, image) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.dataset.href = shop + href;
    if (image) {
      const picture = document.createElement("img");
      Object.assign(picture, { src: image, alt: "", width: 40, height: 40 });
      item.append(picture);
    }
    const words = document.createElement("span");
    words.dir = "auto";
    words.textContent = text;
    item.append(words);
    if (note) {
      const small = document.createElement("small");
      small.textContent = note;
      item.append(small);
    }
    return item;
  }
  function show({ words, products, categories }) {
    list.replaceChildren(
      ...words.slice(0, 4).map((text) => option(text, `/search?${new URLSearchParams({ q: text })}`)),
      ...categories.map(({ slug, name }) => option(name, `/categories/${slug}`, form.dataset.sections)),
      ...products.map(({ slug, title, image_url }) => option(title, `/products/${slug}`, "", image_url)),
    );
    for (const [at, item] of [...list.children].entries()) item.id = `suggestion-${at}`;
    if (list.children.length === 0) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
  }
  async function ask() {
    const q = input.value.trim();
    if (q.length < 2) return close();
    const query = new URLSearchParams({ q, locale: document.documentElement.lang });
    try {
      if (!known.has(q)) {
        const answer = await fetch(`/api/v1/search/suggest?${query}`);
        if (!answer.ok) return close();
        known.set(q, await answer.json());
      }
      if (input.value.trim() === q && document.activeElement === input) show(known.get(q));
    } catch {
      close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const most = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return ask();
      // One step past either end is the field itself.
      const next = marked + (event.key === "ArrowDown" ? 1 : -1);
      mark(next >= most ? -1 : next < -1 ? most - 1 : next);
    } else if (event.key === "Enter" && marked >= 0) {
      event.preventDefault();
      location.assign(list.children[marked].dataset.href);
    }
  });
  // Before the field loses the focus and the list goes.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[data-href]");
    if (item) location.assign(item.dataset.href);
  });
}

/** Brings to life what has just come onto the page, once each. */
function wake() {
  const each = (selector, act) => {
    for (const element of $$(selector)) {
      if (element.dataset.awake) continue;
      element.dataset.awake = "true";
      act(element);
    }
  };
  each("[data-step]", (button) => {
    button.hidden = false;
  });
  each(".gallery .strip", followGallery);
  each("[data-countdown]", countDown);
  each("[data-poll]", poll);
  each("time[data-clock]", tellTime);
  each("form[data-suggest]", suggestTo);
}

wake();
