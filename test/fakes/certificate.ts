/** A certificate that its own key has signed, made on the spot: no key is kept in the repository. */
export interface SelfSigned {
  pem: string;
  /** RSA with SHA-256 over the text, base64. */
  sign(text: string): Promise<string>;
}

const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
export async function selfSigned(from = "20200101000000Z", until = "20400101000000Z"): Promise<SelfSigned> {
  const keys = (await crypto.subtle.generateKey(
    { ...algorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  )) as CryptoKeyPair;
  const spki = new Uint8Array((await crypto.subtle.exportKey("spki", keys.publicKey)) as ArrayBuffer);
  const sign = async (bytes: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign(algorithm, keys.privateKey, bytes));
  // sha256WithRSAEncryption, and a name of one part: CN=test
  const signedBy = der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]), der(0x05));
  const name = der(0x30, der(0x31, der(0x30, der(0x06, [0x55, 0x04, 0x03]), der(0x0c, ascii("test")))));
  const times = der(0x30, der(0x18, ascii(from)), der(0x18, ascii(until)));
  const body = der(0x30, der(0xa0, der(0x02, [2])), der(0x02, [1]), signedBy, name, times, name, spki);
  const whole = der(0x30, body, signedBy, der(0x03, [0], await sign(body)));
  const lines = base64(whole).match(/.{1,64}/g) ?? [];
  return {
    pem: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    sign: async (text) => base64(await sign(new TextEncoder().encode(text))),
  };
}

/** One value of ASN.1 in DER: tag, length, content. */
function der(tag: number, ...content: (Uint8Array | number[])[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = content.flatMap((part) => [...part]);
  const length = bytes.length;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return new Uint8Array([tag, ...size, ...bytes]);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
