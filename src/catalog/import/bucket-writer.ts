/** R2 takes an object of unknown length in parts, all but the last of one size of at least 5 MiB. Bytes. */
export const partSize = 8 * 1024 * 1024;

/** Gathers bytes into parts of exactly {@link partSize}. */
export class PartGatherer {
  private held: Uint8Array[] = [];
  private size = 0;

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.held.push(bytes);
    this.size += bytes.length;
  }

  get isFull(): boolean {
    return this.size >= partSize;
  }

  /** The next part, or all that is left. */
  take(): Uint8Array<ArrayBuffer> {
    const part = new Uint8Array(Math.min(this.size, partSize));
    let at = 0;
    while (at < part.length) {
      const [first] = this.held;
      if (!first) break;
      const taken = first.subarray(0, part.length - at);
      part.set(taken, at);
      at += taken.length;
      if (taken.length === first.length) this.held.shift();
      else this.held[0] = first.subarray(taken.length);
    }
    this.size -= part.length;
    return part;
  }
}

/**
 * Writes an object as its bytes come, one part in memory at a time. One that breaks off leaves nothing.
 * @returns its size in bytes
 */
export async function writeObject(
  bucket: R2Bucket,
  key: string,
  bytes: AsyncIterable<Uint8Array>,
  options: R2MultipartOptions,
): Promise<number> {
  const gatherer = new PartGatherer();
  let upload: R2MultipartUpload | undefined;
  const parts: R2UploadedPart[] = [];
  let size = 0;
  try {
    for await (const piece of bytes) {
      size += piece.length;
      gatherer.add(piece);
      while (gatherer.isFull) {
        upload ??= await bucket.createMultipartUpload(key, options);
        parts.push(await upload.uploadPart(parts.length + 1, gatherer.take()));
      }
    }
    if (!upload) {
      await bucket.put(key, gatherer.take(), options);
      return size;
    }
    const last = gatherer.take();
    if (last.length > 0) parts.push(await upload.uploadPart(parts.length + 1, last));
    await upload.complete(parts);
    return size;
  } catch (thrown) {
    await upload?.abort();
    throw thrown;
  }
}
