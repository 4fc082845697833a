import DownIcon from "@mui/icons-material/ArrowDownward";
import UpIcon from "@mui/icons-material/ArrowUpward";
import RemoveIcon from "@mui/icons-material/Close";
import { Box, Button, IconButton, List, ListItem, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";

interface Props {
  choices: string[];
  /** What the store found wrong with them. */
  fault: string | undefined;
  onChange: (choices: string[]) => void;
}

/** What an attribute can be, in the order in which shoppers see it. Several can be pasted at once, a line each. */
export function ChoicesField({ choices, fault, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const add = (text: string) => {
    const wanted = text
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean);
    onChange([...new Set([...choices, ...wanted])]);
    setTyped("");
  };
  const move = (at: number, by: -1 | 1) =>
    onChange(choices.toSpliced(at, 1).toSpliced(at + by, 0, ...choices.slice(at, at + 1)));
  return (
    <Box component="section" aria-label="Choices" sx={{ my: 1 }}>
      <Typography variant="h3">Choices, in their order</Typography>
      <List dense disablePadding sx={{ maxHeight: 240, overflowY: "auto" }}>
        {choices.map((choice, at) => (
          <ListItem key={choice} disableGutters sx={{ py: 0 }}>
            <Box sx={{ flexGrow: 1, overflowWrap: "anywhere" }}>{choice}</Box>
            <IconButton size="small" disabled={at === 0} onClick={() => move(at, -1)} aria-label={`Move ${choice} up`}>
              <UpIcon fontSize="inherit" />
            </IconButton>
            <IconButton
              size="small"
              disabled={at === choices.length - 1}
              onClick={() => move(at, 1)}
              aria-label={`Move ${choice} down`}
            >
              <DownIcon fontSize="inherit" />
            </IconButton>
            <IconButton size="small" onClick={() => onChange(choices.toSpliced(at, 1))} aria-label={`Remove ${choice}`}>
              <RemoveIcon fontSize="inherit" />
            </IconButton>
          </ListItem>
        ))}
      </List>
      <Stack direction="row" sx={{ gap: 1, alignItems: "flex-start" }}>
        <TextField
          label="Another choice"
          multiline
          maxRows={6}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey) return;
            event.preventDefault();
            add(typed);
          }}
          error={fault !== undefined}
          helperText={fault ?? "Enter after each; many can be pasted, a line each"}
        />
        <Button onClick={() => add(typed)} disabled={typed.trim() === ""} sx={{ mt: 1 }}>
          Add
        </Button>
      </Stack>
    </Box>
  );
}
