import BookmarkIcon from "@mui/icons-material/BookmarkBorderOutlined";
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  IconButton,
  Menu,
  MenuItem,
  Stack,
  Tab,
  Tabs,
  TextField,
  Tooltip,
} from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Confirm, useListContext, useNotify } from "react-admin";
import { saying } from "../failure.ts";
import { FailureNotice } from "../shell/notices.tsx";
import * as api from "./desk-api.ts";
import { orderViews } from "./order-views.ts";

const queryKey = ["order views"];

/** The question that the list shows now, as it is saved: every part a text. */
function useQuestion(): Record<string, string> {
  const { filterValues } = useListContext();
  return Object.fromEntries(
    Object.entries(filterValues as Record<string, unknown>).flatMap(([name, value]) =>
      value === undefined || value === null || value === "" ? [] : [[name, String(value)]],
    ),
  );
}

const same = (one: Record<string, unknown>, other: Record<string, unknown>) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => String(other[name]) === String(value));

/** The questions that staff ask most often, one touch each; behind the store's own those that staff saved. */
export function OrderViews() {
  const { setFilters } = useListContext();
  const { data: saved = [] } = useQuery({ queryKey, queryFn: api.savedViews, staleTime: 60_000 });
  const question = useQuestion();
  const { q, ...withoutWords } = question;
  const own = saved.find(({ query }) => same(query, question));
  const usual = orderViews.find(({ filter }) => same(filter, withoutWords));
  const choose = (name: string) => {
    const view = saved.find(({ id }) => id === name);
    const asked = view?.query ?? {
      ...(q ? { q } : {}),
      ...orderViews.find((one) => one.name === name)?.filter,
    };
    setFilters(asked, Object.fromEntries(Object.keys(asked).map((filter) => [filter, true])));
  };
  return (
    <Stack direction="row" sx={{ borderBottom: 1, borderColor: "divider", alignItems: "center" }}>
      <Tabs
        value={own?.id ?? usual?.name ?? false}
        onChange={(_, name) => choose(String(name))}
        variant="scrollable"
        allowScrollButtonsMobile
        aria-label="Which orders"
        sx={{ px: 1, flex: 1, minWidth: 0 }}
      >
        {orderViews.map(({ name }) => (
          <Tab key={name} value={name} label={name} />
        ))}
        {saved.map(({ id, name, own: mine }) => (
          <Tab key={id} value={id} label={mine ? name : `${name} (shared)`} sx={{ maxWidth: 240 }} />
        ))}
      </Tabs>
      <ViewMenu present={own} question={question} isUsual={usual !== undefined && !q} />
    </Stack>
  );
}

interface MenuProps {
  /** The saved view that the list shows. */
  present: api.SavedView | undefined;
  question: Record<string, string>;
  /** Whether the store has a view for that already. */
  isUsual: boolean;
}

/** What can be done with the question that the list shows: saved under a name, or the saved one changed. */
function ViewMenu({ present, question, isUsual }: MenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asking, setAsking] = useState<"save" | "change" | "remove" | null>(null);
  const open = (what: typeof asking) => () => {
    setAnchor(null);
    setAsking(what);
  };
  const close = () => setAsking(null);
  return (
    <>
      <Tooltip title="Saved views">
        <IconButton aria-label="Saved views" onClick={({ currentTarget }) => setAnchor(currentTarget)}>
          <BookmarkIcon />
        </IconButton>
      </Tooltip>
      <Menu open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem disabled={present !== undefined || isUsual} onClick={open("save")}>
          Save what is shown as a view…
        </MenuItem>
        <MenuItem disabled={!present?.own} onClick={open("change")}>
          Rename or share this view…
        </MenuItem>
        <MenuItem disabled={!present?.own} onClick={open("remove")}>
          Remove this view…
        </MenuItem>
      </Menu>
      {asking === "save" && <ViewDialog question={question} onClose={close} />}
      {asking === "change" && present && <ViewDialog question={question} view={present} onClose={close} />}
      {asking === "remove" && present && <Removal view={present} onClose={close} />}
    </>
  );
}

interface DialogProps {
  question: Record<string, string>;
  /** Left out for a new one. */
  view?: api.SavedView;
  onClose: () => void;
}

function ViewDialog({ question, view, onClose }: DialogProps) {
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const notify = useNotify();
  const cache = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      const named = { name: name.trim(), shared };
      return view ? api.changeView(view, named) : api.saveView({ ...named, query: question });
    },
    onSuccess: () => {
      notify("The view is saved.", { type: "success" });
      void cache.invalidateQueries({ queryKey });
      onClose();
    },
    onError: () => cache.invalidateQueries({ queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="save-view">
      <form onSubmit={submit}>
        <DialogTitle id="save-view">{view ? "Rename or share" : "Save what is shown"}</DialogTitle>
        <DialogContent>
          {error && <FailureNotice failure={error} />}
          <TextField
            autoFocus
            label="Name of the view"
            value={name}
            onChange={({ target }) => setName(target.value)}
            slotProps={{ htmlInput: { maxLength: 60 } }}
          />
          <FormControlLabel
            control={<Checkbox checked={shared} onChange={({ target }) => setShared(target.checked)} />}
            label="For all colleagues"
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" variant="contained" disabled={isPending || name.trim() === ""}>
            {isPending ? "Saving…" : "Save"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Removal({ view, onClose }: { view: api.SavedView; onClose: () => void }) {
  const notify = useNotify();
  const cache = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.dropView(view),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey });
      onClose();
    },
    onError: (failure) => notify(saying(failure, "view"), { type: "error" }),
  });
  return (
    <Confirm
      isOpen
      loading={isPending}
      title={`Remove the view “${view.name}”?`}
      content={view.shared ? "Your colleagues lose it, too. No order is touched." : "No order is touched."}
      confirm="Remove"
      confirmColor="warning"
      cancel="Keep it"
      onConfirm={() => mutate()}
      onClose={onClose}
    />
  );
}
