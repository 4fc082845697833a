import { Box, Stack, Typography } from "@mui/material";
import type { KeyboardEvent, MouseEvent } from "react";
import { inWidth } from "../picture-url.ts";
import type { FocalPoint, Picture } from "./picture-api.ts";

/** Percent that an arrow key moves the point. */
const step = 5;

const moves: Record<string, FocalPoint> = {
  ArrowLeft: { x: -step, y: 0 },
  ArrowRight: { x: step, y: 0 },
  ArrowUp: { x: 0, y: -step },
  ArrowDown: { x: 0, y: step },
};

const percent = (share: number) => Math.max(0, Math.min(100, Math.round(share)));

/** The point that stays in sight where a picture is cut: set by a click or by the arrow keys, with what becomes of it. */
export function FocalPointField({
  picture,
  point,
  onChange,
}: {
  picture: Picture;
  point: FocalPoint;
  onChange: (point: FocalPoint) => void;
}) {
  const set = (event: MouseEvent) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    onChange({
      x: percent(((event.clientX - left) / width) * 100),
      y: percent(((event.clientY - top) / height) * 100),
    });
  };
  const nudge = (event: KeyboardEvent) => {
    const by = moves[event.key];
    if (!by) return;
    event.preventDefault();
    onChange({ x: percent(point.x + by.x), y: percent(point.y + by.y) });
  };
  const source = inWidth(picture.url, 640);
  return (
    <Stack direction="row" sx={{ gap: 2, alignItems: "flex-start", mb: 1 }}>
      <Box sx={{ flex: 1, minWidth: 0, textAlign: "center", bgcolor: "action.hover", borderRadius: 1 }}>
        <Box
          component="button"
          type="button"
          onClick={set}
          onKeyDown={nudge}
          aria-label={`What matters most lies ${point.x} percent from the left and ${point.y} from the top. Click, or use the arrow keys, to move it.`}
          sx={{
            position: "relative",
            display: "inline-block",
            p: 0,
            border: 0,
            background: "none",
            cursor: "crosshair",
            verticalAlign: "top",
            "&:focus-visible": { outline: 2, outlineStyle: "solid", outlineColor: "primary.main" },
          }}
        >
          <Box component="img" src={source} alt="" sx={{ display: "block", maxWidth: "100%", maxHeight: 320 }} />
          <Box
            sx={{
              position: "absolute",
              left: `${point.x}%`,
              top: `${point.y}%`,
              width: 26,
              height: 26,
              translate: "-50% -50%",
              borderRadius: "50%",
              border: "3px solid #fff",
              boxShadow: "0 0 0 2px #0f5e5a, inset 0 0 0 2px #0f5e5a",
              pointerEvents: "none",
            }}
          />
        </Box>
      </Box>
      <Stack sx={{ gap: 1, width: 92, flexShrink: 0 }}>
        <Typography variant="caption" sx={{ color: "text.secondary" }}>
          Click on what matters most. Cut, it looks so:
        </Typography>
        {["1", "9 / 16", "16 / 9"].map((shape) => (
          <Box
            key={shape}
            component="img"
            src={source}
            alt=""
            sx={{
              aspectRatio: shape,
              alignSelf: "flex-start",
              ...(shape === "9 / 16" ? { height: 92 } : { width: 92 }),
              objectFit: "cover",
              objectPosition: `${point.x}% ${point.y}%`,
              borderRadius: 1,
            }}
          />
        ))}
      </Stack>
    </Stack>
  );
}
