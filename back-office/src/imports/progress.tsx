import { Box, LinearProgress, Typography } from "@mui/material";

/** How far something is. @param share 0 to 1; 0 where nobody knows yet */
export function Progress({ label, share }: { label: string; share: number }) {
  return (
    <Box role="status" sx={{ flexGrow: 1 }}>
      <Typography sx={{ mb: 1 }}>{label}</Typography>
      <LinearProgress
        variant={share > 0 && share < 1 ? "determinate" : "indeterminate"}
        value={Math.round(share * 100)}
        aria-label={label}
      />
    </Box>
  );
}
