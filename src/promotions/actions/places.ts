/** A line's pieces that stand in a part's places. */
interface Standing {
  fits: readonly boolean[];
  /** By part. */
  count: number[];
}

/** A way on which a new piece finds a place: it takes one of the first part, whose piece moves on to the next, and so on. */
interface Way {
  part: number;
  /** Whose piece moves from `from.part` to `part`; null where the new piece itself stands here. */
  from: { way: Way; mover: Standing } | null;
}

/**
 * The places of a bundle's parts, filled with pieces one line after the other. Where a piece finds its parts full, those that
 * stand there move to other parts that they fit, if that makes room; none that has a place ever loses it. So whoever fills them
 * with the dearest first has the dearest pieces that can stand there together (a transversal matroid, where to be greedy is right).
 */
export class Places {
  readonly #room: number[];
  readonly #standing: Standing[] = [];

  /** @param places how many each part has */
  constructor(places: readonly number[]) {
    this.#room = [...places];
  }

  get full(): boolean {
    return this.#room.every((room) => room === 0);
  }

  /** @param fits which parts a piece of the line can stand in @returns how many of the pieces found a place */
  fill(fits: readonly boolean[], pieces: number): number {
    const line: Standing = { fits, count: this.#room.map(() => 0) };
    this.#standing.push(line);
    let placed = 0;
    while (placed < pieces) {
      const way = this.#findWay(line);
      if (way === null) break;
      placed += this.#go(way, line, pieces - placed);
    }
    return placed;
  }

  /** The shortest way to a part that has room. */
  #findWay({ fits }: Standing): Way | null {
    const seen = new Set<number>();
    const ways: Way[] = [];
    const enter = (part: number, from: Way["from"]): void => {
      if (seen.has(part)) return;
      seen.add(part);
      ways.push({ part, from });
    };
    for (const [part, fit] of fits.entries()) if (fit) enter(part, null);
    for (const way of ways) {
      if ((this.#room[way.part] ?? 0) > 0) return way;
      for (const mover of this.#standing) {
        if ((mover.count[way.part] ?? 0) === 0) continue;
        for (const [part, fit] of mover.fits.entries()) if (fit) enter(part, { way, mover });
      }
    }
    return null;
  }

  /** As many at once as the way lets through. */
  #go(end: Way, line: Standing, wanted: number): number {
    let pieces = Math.min(wanted, this.#room[end.part] ?? 0);
    for (let way = end; way.from !== null; way = way.from.way) {
      pieces = Math.min(pieces, way.from.mover.count[way.from.way.part] ?? 0);
    }
    add(this.#room, end.part, -pieces);
    let way = end;
    for (; way.from !== null; way = way.from.way) {
      add(way.from.mover.count, way.part, pieces);
      add(way.from.mover.count, way.from.way.part, -pieces);
    }
    add(line.count, way.part, pieces);
    return pieces;
  }
}

function add(counts: number[], at: number, pieces: number): void {
  counts[at] = (counts[at] ?? 0) + pieces;
}
