import type { Store } from "../../platform/store.ts";

/** Names that lead nowhere outside: special use (RFC 6761, 8375, 6762) and what networks call their own. */
const insideNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|test|invalid|onion)$/;

/** IPv4 blocks that are not the public internet (IANA special-purpose registry): the first address, and the bits that count. */
const insideBlocks: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** DNS over HTTPS (RFC 8484, in its JSON form). */
const resolver = "https://cloudflare-dns.com/dns-query";
/** What a resolver has to answer within. Milliseconds. */
const patience = 3000;

/**
 * Why an address that somebody wrote into a file must not be asked for: it leads into a private network, or is none of the
 * web's. Of a name, the addresses that it stands for are looked at, too, where a resolver can be reached; that is a second
 * fence, for what a name stands for may change until it is asked. The first is that a Worker has no way into private networks.
 * @returns a sentence for staff; null where it may be asked for
 */
export async function whyNotPublic(store: Store, address: string): Promise<string | null> {
  const url = URL.parse(address);
  if (!url) return "This is no address.";
  if (url.protocol !== "https:" && url.protocol !== "http:") return "Only http and https addresses are fetched.";
  if (url.username || url.password) return "Addresses with a password in them are not fetched.";
  if (url.port !== "") return "Only the usual ports of the web are asked.";
  const host = url.hostname.replace(/\.$/, "");
  const inside = "It leads into a private network.";
  if (host.startsWith("[")) return isInsideV6(host.slice(1, -1)) ? inside : null;
  if (isV4(host)) return isInsideV4(host) ? inside : null;
  if (!host.includes(".") || insideNames.test(host)) return inside;
  const addresses = await resolve(store, host);
  return addresses.some((each) => (isV4(each) ? isInsideV4(each) : isInsideV6(each))) ? inside : null;
}

/** The addresses that a name stands for; none where no resolver answers. */
async function resolve(store: Store, host: string): Promise<string[]> {
  const answers = await Promise.allSettled(
    ["A", "AAAA"].map(async (type) => {
      const answer = await store.fetch(`${resolver}?name=${encodeURIComponent(host)}&type=${type}`, {
        headers: { accept: "application/dns-json" },
        signal: AbortSignal.timeout(patience),
      });
      const told: unknown = answer.ok ? await answer.json() : null;
      return addressesIn(told);
    }),
  );
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
}

function addressesIn(told: unknown): string[] {
  if (typeof told !== "object" || told === null || !("Answer" in told) || !Array.isArray(told.Answer)) return [];
  return told.Answer.flatMap((each: unknown) => {
    if (typeof each !== "object" || each === null || !("data" in each) || !("type" in each)) return [];
    return (each.type === 1 || each.type === 28) && typeof each.data === "string" ? [each.data] : [];
  });
}

function isV4(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

function numberOf(v4: string): number {
  return v4.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isInsideV4(address: string): boolean {
  const number = numberOf(address);
  return insideBlocks.some(([first, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(number / size) === Math.floor(numberOf(first) / size);
  });
}

/** Everything but global unicast (2000::/3), and of that what stands for IPv4, tunnels, documentation and benchmarks. */
function isInsideV6(address: string): boolean {
  const groups = groupsOf(address);
  if (!groups) return true;
  const [first = 0, second = 0, third = 0] = groups;
  const [high = 0, low = 0] = groups.slice(6);
  const lastAsV4 = `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  const nat64 = first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (nat64) return isInsideV4(lastAsV4);
  if (first < 0x2000 || first > 0x3fff) return true;
  if (first === 0x2002) return isInsideV4(`${second >> 8}.${second & 255}.${third >> 8}.${third & 255}`);
  return first === 0x2001 && (second < 0x200 || second === 0xdb8);
}

/** The eight groups of an IPv6 address; null where it is none. */
function groupsOf(address: string): number[] | null {
  const plain = address
    .replace(/%.*$/, "")
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
      [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(":"),
    );
  const [head = "", tail] = plain.split("::");
  const read = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const before = read(head);
  const after = tail === undefined ? [] : read(tail);
  const missing = 8 - before.length - after.length;
  const groups = tail === undefined ? before : [...before, ...Array<number>(Math.max(0, missing)).fill(0), ...after];
  return groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null;
}
