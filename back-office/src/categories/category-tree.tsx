import AddIcon from "@mui/icons-material/AddOutlined";
import DownIcon from "@mui/icons-material/ArrowDownward";
import UpIcon from "@mui/icons-material/ArrowUpward";
import OpenIcon from "@mui/icons-material/ChevronRight";
import CloseIcon from "@mui/icons-material/ExpandMore";
import { Box, IconButton, Tooltip, Typography } from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNotify } from "react-admin";
import type { Category } from "../catalog-wire.ts";
import { saying } from "../failure.ts";
import { withThoseAbove } from "../products/category-choices.ts";
import { reorder } from "./reorder.ts";

interface Props {
  categories: Category[];
  /** The id of the one that is shown beside the tree. */
  opened: string | undefined;
}

/** The tree: each category under its parent, to be opened, ordered among its siblings, and given others below it. */
export function CategoryTree({ categories, opened }: Props) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const notify = useNotify();
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: ({ category, by }: { category: Category; by: -1 | 1 }) => reorder(categories, category, by),
    onError: (failure) => notify(saying(failure, "category"), { type: "error" }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["categories"] }),
  });
  const way = withThoseAbove(categories, opened ? [opened] : []);
  const isOpen = (id: string) => unfolded.has(id) || (way.has(id) && id !== opened);
  const toggle = (id: string) => {
    const next = new Set(unfolded);
    if (!next.delete(id)) next.add(id);
    setUnfolded(next);
  };
  const below = Map.groupBy(categories, ({ parent_id }) => parent_id);
  const branch = (parent: string | null) => (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {(below.get(parent) ?? []).map((category, at, siblings) => {
        const { id } = category;
        const hasBelow = below.has(id);
        return (
          <Box component="li" key={id}>
            <Row
              category={category}
              here={id === opened}
              fold={hasBelow ? { open: isOpen(id), onToggle: () => toggle(id) } : null}
              busy={move.isPending}
              onUp={at > 0 ? () => move.mutate({ category, by: -1 }) : undefined}
              onDown={at < siblings.length - 1 ? () => move.mutate({ category, by: 1 }) : undefined}
            />
            {hasBelow && isOpen(id) && branch(id)}
          </Box>
        );
      })}
    </Box>
  );
  return (
    <Box component="nav" aria-label="Categories">
      {branch(null)}
    </Box>
  );
}

interface RowProps {
  category: Category;
  here: boolean;
  fold: { open: boolean; onToggle: () => void } | null;
  busy: boolean;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
}

function Row({ category: { id, name, depth, product_count }, here, fold, busy, onUp, onDown }: RowProps) {
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: "center",
        pl: 0.5 + depth * 2,
        pr: 1,
        minHeight: 36,
        ...(here ? { bgcolor: "action.hover" } : {}),
      }}
    >
      {fold ? (
        <IconButton
          size="small"
          onClick={fold.onToggle}
          aria-expanded={fold.open}
          aria-label={`${fold.open ? "Fold" : "Unfold"} ${name}`}
        >
          {fold.open ? <CloseIcon fontSize="small" /> : <OpenIcon fontSize="small" />}
        </IconButton>
      ) : (
        <Box sx={{ width: 30, flexShrink: 0 }} />
      )}
      <Link
        to={`/categories/${id}`}
        aria-current={here ? "page" : undefined}
        sx={{ flexGrow: 1, minWidth: 0, py: 0.75, overflowWrap: "anywhere", fontWeight: here ? 650 : 400 }}
      >
        {name}
      </Link>
      {here ? (
        <Box sx={{ whiteSpace: "nowrap", flexShrink: 0 }}>
          <Tool name={`Move ${name} up`} icon={<UpIcon fontSize="inherit" />} disabled={busy} onClick={onUp} />
          <Tool name={`Move ${name} down`} icon={<DownIcon fontSize="inherit" />} disabled={busy} onClick={onDown} />
          <Tooltip title="New category below it">
            <IconButton
              size="small"
              component={Link}
              to={`/categories/new?in=${id}`}
              aria-label={`New category in ${name}`}
            >
              <AddIcon fontSize="inherit" />
            </IconButton>
          </Tooltip>
        </Box>
      ) : (
        <Typography variant="caption" sx={{ color: "text.secondary", pl: 1 }} title="Products for sale">
          {product_count}
        </Typography>
      )}
    </Box>
  );
}

interface ToolProps {
  name: string;
  icon: React.ReactNode;
  disabled: boolean;
  onClick: (() => void) | undefined;
}

function Tool({ name, icon, disabled, onClick }: ToolProps) {
  return (
    <IconButton size="small" aria-label={name} disabled={disabled || !onClick} onClick={onClick}>
      {icon}
    </IconButton>
  );
}
