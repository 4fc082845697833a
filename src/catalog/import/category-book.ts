import type { Store } from "../../platform/store.ts";
import { createCategory, deepest, listCategories, tooDeep } from "../categories/categories.ts";
import { newCategory } from "../categories/schemas.ts";

const longestName = 120;

/** The category tree as files name it: by the names from the top down. Case makes no difference. */
export class CategoryBook {
  private constructor(
    private readonly store: Store,
    private readonly byPath: Map<string, string>,
    private readonly above: Map<string, string | null>,
    private readonly names: Map<string, string>,
    private readonly pathOf: Map<string, string>,
  ) {}

  static async open(store: Store): Promise<CategoryBook> {
    const byPath = new Map<string, string>();
    const above = new Map<string, string | null>();
    const pathOf = new Map<string, string>();
    const names = new Map<string, string>();
    for (const { id, parent_id, name } of await listCategories(store)) {
      const path = below(parent_id === null ? "" : (pathOf.get(parent_id) ?? ""), name);
      pathOf.set(id, path);
      above.set(id, parent_id);
      names.set(id, name);
      if (!byPath.has(path)) byPath.set(path, id);
    }
    return new CategoryBook(store, byPath, above, names, pathOf);
  }

  /**
   * The categories that paths name, each once; those that are not there are made.
   * @param before those that the product lies in: where several have the same names, it stays in its own
   * @param dryRun makes none: what is not there has no id
   */
  async find(paths: readonly (readonly string[])[], before: readonly string[], dryRun: boolean): Promise<string[]> {
    const found: string[] = [];
    for (const names of paths) {
      const path = pathBy(names);
      const own = before.find((id) => this.pathOf.get(id) === path && !found.includes(id));
      const id = own ?? (await this.findOne(names, dryRun));
      if (id !== null && !found.includes(id)) found.push(id);
    }
    return found;
  }

  private async findOne(names: readonly string[], dryRun: boolean): Promise<string | null> {
    let path = "";
    let parent: string | null = null;
    const levels = namesIn(names);
    // Before any of them is made.
    if (levels.length > deepest) throw tooDeep();
    for (const name of levels) {
      path = below(path, name);
      const known = this.byPath.get(path);
      if (known === undefined && dryRun) return null;
      const id: string = known ?? (await createCategory(this.store, newCategory.parse({ name, parent_id: parent }))).id;
      this.byPath.set(path, id);
      if (known === undefined) this.above.set(id, parent);
      parent = id;
    }
    return parent;
  }

  /** The names from the top down to a category. */
  pathTo(id: string): string[] {
    return this.withAbove([id])
      .map((each) => this.names.get(each) ?? "")
      .toReversed();
  }

  /** Categories, and all above them. */
  withAbove(ids: readonly string[]): string[] {
    const all = new Set<string>();
    for (const id of ids) {
      for (let each: string | null = id; each !== null && !all.has(each); each = this.above.get(each) ?? null)
        all.add(each);
    }
    return [...all];
  }
}

/** The names of a path as categories have them. */
function namesIn(path: readonly string[]): string[] {
  return path.map((name) => name.slice(0, longestName).trim()).filter((name) => name !== "");
}

function pathBy(names: readonly string[]): string {
  return namesIn(names).reduce(below, "");
}

function below(path: string, name: string): string {
  return `${path}\u001f${name.toLowerCase()}`;
}
