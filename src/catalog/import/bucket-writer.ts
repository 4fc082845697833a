/** R2 takes an object of unknown length in parts, all but the last of one size, which is at least this. Bytes. */
const partSize = 5 * 1024 * 1024;

/** Gathers bytes into parts of exactly {@link partSize}, in one piece of memory however long the object is. */
export class PartBuffer {
  private readonly bytes = new Uint8Array(partSize);
  private size = 0;

  /** @returns what did not fit any more */
  fill(piece: Uint8Array): Uint8Array {
    const taken = piece.subarray(0, partSize - this.size);
    this.bytes.set(taken, this.size);
    this.size += taken.length;
    return piece.subarray(taken.length);
  }

  get isFull(): boolean {
    return this.size === partSize;
  }

  /** What is gathered; it is there until it is emptied. */
  get content(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.size);
  }

  empty(): void {
    this.size = 0;
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
  const part = new PartBuffer();
  let upload: R2MultipartUpload | undefined;
  const parts: R2UploadedPart[] = [];
  let size = 0;
  try {
    for await (const piece of bytes) {
      size += piece.length;
      for (let rest = part.fill(piece); part.isFull; rest = part.fill(rest)) {
        upload ??= await bucket.createMultipartUpload(key, options);
        parts.push(await upload.uploadPart(parts.length + 1, part.content));
        part.empty();
      }
    }
    if (!upload) {
      await bucket.put(key, part.content, options);
      return size;
    }
    if (part.content.length > 0) parts.push(await upload.uploadPart(parts.length + 1, part.content));
    await upload.complete(parts);
    return size;
  } catch (thrown) {
    await upload?.abort();
    throw thrown;
  }
}
