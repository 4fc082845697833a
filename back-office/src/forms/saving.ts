import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNotify } from "react-admin";
import { useNavigate } from "react-router-dom";
import { ApiFailure, saying } from "../failure.ts";
import { isUnreadable, unkeyed } from "./keyed.ts";

/**
 * One thing, read to be edited. It stays as it was read: a silent reload would take somebody else's version for the one that
 * is seen here, and the store could no longer tell that two people changed it at once.
 */
export function useRecord<Row>(queryKey: readonly string[], read: () => Promise<Row>) {
  return useQuery({ queryKey, queryFn: read, refetchOnWindowFocus: false, refetchOnReconnect: false, gcTime: 0 });
}

interface Saving<Saved> {
  /** Sends it. */
  send: (body: unknown) => Promise<Saved>;
  /** The lists that tell of it, by their query keys. */
  lists: readonly string[];
  /** What follows: opening what was made, or reading what was changed anew. */
  onSaved: (saved: Saved) => unknown;
}

/** Saves a draft: without the keys of its rows, and not while a number in it cannot be read. */
export function useSaving<Saved>({ send, lists, onSaved }: Saving<Saved>) {
  const notify = useNotify();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (draft: unknown) => {
      if (isUnreadable(draft)) throw unreadable();
      return send(unkeyed(draft));
    },
    onSuccess: async (saved) => {
      notify("Saved.", { type: "success" });
      for (const list of lists) void cache.invalidateQueries({ queryKey: [list] });
      await onSaved(saved);
    },
  });
}

function unreadable(): ApiFailure {
  return new ApiFailure({
    status: 0,
    code: "unreadable-number",
    detail: "Some field holds no number. Mend it where it is marked, then save again.",
  });
}

interface Removing {
  /** What it is: `tax zone`. */
  what: string;
  remove: () => Promise<unknown>;
  lists: readonly string[];
  /** Where to go then. */
  home: string;
}

/** Removes a thing and goes home. */
export function useRemoving({ what, remove, lists, home }: Removing) {
  const notify = useNotify();
  const navigate = useNavigate();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: remove,
    onSuccess: () => {
      for (const list of lists) void cache.invalidateQueries({ queryKey: [list] });
      navigate(home);
    },
    onError: (failure) => notify(saying(failure, what), { type: "error", autoHideDuration: 10_000 }),
  });
}
