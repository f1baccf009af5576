/**
 * A certificate for tests of TLS, made on the spot. Node makes keys and signatures, but no certificates, and a stored one
 * would put a private key in the tree and run out one day; the few structures of X.509 that are needed (RFC 5280) are
 * shorter than a package.
 */
import { generateKeyPairSync, sign } from "node:crypto";

/** PEM texts, as Node's `tls` takes them. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

const BIT_STRING = 3;
const INTEGER = 2;
const OCTET_STRING = 4;
const OBJECT_ID = 6;
const UTF8 = 12;
const SEQUENCE = 0x30;
const SET = 0x31;
const GENERALIZED_TIME = 24;

/** One value in DER: tag, length, contents. */
function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 128) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([Buffer.of(tag, 0x82), length, body]);
}

function objectId(...arcs: number[]): Buffer {
  const [first = 0, second = 0, ...rest] = arcs;
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    return groups;
  });
  return der(OBJECT_ID, Buffer.of(first * 40 + second, ...bytes));
}

function time(year: number): Buffer {
  return der(GENERALIZED_TIME, Buffer.from(`${year}0101000000Z`));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return der(SEQUENCE, id, der(OCTET_STRING, value));
}

/** A certificate for `localhost` and 127.0.0.1, its own authority: give it as `ca`, too. */
export function selfSignedCertificate(commonName = "localhost"): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = der(SEQUENCE, objectId(1, 2, 840, 10045, 4, 3, 2)); // ecdsa-with-SHA256
  const name = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, objectId(2, 5, 4, 3), der(UTF8, Buffer.from(commonName)))),
  );
  const names = der(SEQUENCE, der(0x82, Buffer.from(commonName)), der(0x87, Buffer.of(127, 0, 0, 1)));
  const authority = der(SEQUENCE, der(1, Buffer.of(255)));
  const extensions = der(
    SEQUENCE,
    extension(objectId(2, 5, 29, 17), names),
    extension(objectId(2, 5, 29, 19), authority),
  );
  const body = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.of(2))),
    der(INTEGER, Buffer.of(1)),
    algorithm,
    name,
    der(SEQUENCE, time(2000), time(9999)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = der(BIT_STRING, Buffer.of(0), sign("sha256", body, privateKey));
  const certificate = der(SEQUENCE, body, algorithm, signature);
  const lines = certificate.toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
