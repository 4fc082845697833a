import type { PaletteOptions } from "@mui/material";
import { defaultLightTheme, type RaThemeOptions } from "react-admin";

/**
 * The look: paper and ink, deep teal for what can be done, saffron for what wants to be seen. The two palettes keep at least
 * 4.5:1 between text and ground (WCAG 2.2, 1.4.3).
 */
const light = {
  ground: "#faf7f2",
  paper: "#fffdfa",
  ink: "#1f1b16",
  soft: "#665d51",
  line: "#e6ded1",
  teal: "#0f5e5a",
  onTeal: "#ffffff",
  saffron: "#d98e04",
  hover: "rgba(31, 27, 22, 0.045)",
  good: "#2e6b3a",
  bad: "#a8321f",
  caution: "#8a5a00",
};

const dark: typeof light = {
  ground: "#181512",
  paper: "#211d19",
  ink: "#f1ebe2",
  soft: "#b8ad9e",
  line: "#3b342c",
  teal: "#62c1b9",
  onTeal: "#0b2422",
  saffron: "#f0b13c",
  hover: "rgba(241, 235, 226, 0.06)",
  good: "#8fce9a",
  bad: "#f09a88",
  caution: "#f0b13c",
};

export const lightTheme = theme("light", light);
export const darkTheme = theme("dark", dark);

function theme(mode: "light" | "dark", colour: typeof light): RaThemeOptions {
  return {
    palette: palette(mode, colour),
    shape: { borderRadius: 8 },
    sidebar: { width: 208, closedWidth: 52 },
    typography: {
      fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
      fontSize: 13.5,
      h1: { fontSize: "1.5rem", fontWeight: 650, letterSpacing: "-0.01em" },
      h2: { fontSize: "1.0625rem", fontWeight: 650 },
      h3: { fontSize: "0.9375rem", fontWeight: 650 },
      h6: { fontSize: "1.0625rem", fontWeight: 650 },
      button: { textTransform: "none", fontWeight: 600 },
    },
    components: { ...defaultLightTheme.components, ...components(colour) },
  };
}

function palette(mode: "light" | "dark", colour: typeof light): PaletteOptions {
  return {
    mode,
    primary: { main: colour.teal, contrastText: colour.onTeal },
    secondary: { main: colour.saffron, contrastText: "#1f1b16" },
    success: { main: colour.good },
    error: { main: colour.bad },
    warning: { main: colour.caution },
    info: { main: colour.teal },
    background: { default: colour.ground, paper: colour.paper },
    text: { primary: colour.ink, secondary: colour.soft },
    divider: colour.line,
    action: { hover: colour.hover },
  };
}

/** Flat, thin lines instead of shadows; a focus ring that cannot be missed. */
function components(colour: typeof light): NonNullable<RaThemeOptions["components"]> {
  const edge = `1px solid ${colour.line}`;
  const ring = { outline: `2px solid ${colour.teal}`, outlineOffset: 2 };
  return {
    MuiCssBaseline: {
      styleOverrides: {
        "body, #root": { minHeight: "100vh" },
        "a:focus-visible, summary:focus-visible, [tabindex]:focus-visible": ring,
        "@media (prefers-reduced-motion: reduce)": {
          "*": { transition: "none !important", animation: "none !important" },
        },
      },
    },
    MuiButtonBase: {
      defaultProps: { disableRipple: true },
      styleOverrides: { root: { "&.Mui-focusVisible": ring } },
    },
    MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: "none" } } },
    MuiCard: { styleOverrides: { root: { border: edge } } },
    MuiDialog: { styleOverrides: { paper: { border: edge } } },
    MuiAutocomplete: { styleOverrides: { paper: { border: edge, boxShadow: "0 8px 24px rgba(0, 0, 0, 0.14)" } } },
    MuiMenu: { styleOverrides: { paper: { border: edge, boxShadow: "0 8px 24px rgba(0, 0, 0, 0.14)" } } },
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiTextField: { defaultProps: { variant: "outlined", margin: "dense", size: "small", fullWidth: true } },
    MuiFormControl: { defaultProps: { variant: "outlined", margin: "dense", size: "small", fullWidth: true } },
    MuiOutlinedInput: { styleOverrides: { root: { backgroundColor: colour.paper } } },
    MuiTableCell: {
      styleOverrides: {
        root: { borderBottomColor: colour.line },
        head: { color: colour.soft, fontSize: "0.8125rem", fontWeight: 600, backgroundColor: "transparent" },
      },
    },
    MuiTableRow: { styleOverrides: { root: { "&:last-child > td": { borderBottom: 0 } } } },
    MuiChip: { styleOverrides: { root: { fontWeight: 600 }, sizeSmall: { height: 22 } } },
    MuiTooltip: { defaultProps: { arrow: true } },
    RaAppBar: {
      styleOverrides: {
        root: { "& .RaAppBar-appBar": {}, color: colour.ink, backgroundColor: colour.ground, borderBottom: edge },
      },
    },
    RaLayout: {
      styleOverrides: { root: { minWidth: 0, "& .RaLayout-content": { minWidth: 0, padding: "8px 16px 40px" } } },
    },
    RaMenuItemLink: {
      styleOverrides: {
        root: {
          borderRadius: 8,
          margin: "1px 8px",
          paddingTop: 7,
          paddingBottom: 7,
          "&.RaMenuItemLink-active": { color: colour.teal, fontWeight: 650, backgroundColor: colour.hover },
          "& .RaMenuItemLink-icon": { minWidth: 34, color: "inherit" },
        },
      },
    },
    RaToolbar: { styleOverrides: { root: { backgroundColor: "transparent" } } },
    RaLabeled: { styleOverrides: { root: { "& .RaLabeled-label": { color: colour.soft } } } },
    RaList: { styleOverrides: { root: { "& .RaList-main, & .RaList-content": { minWidth: 0 } } } },
    RaDataTable: {
      styleOverrides: {
        root: {
          "& .RaDataTable-row": { cursor: "pointer" },
          "& .RaDataTable-headerCell": { backgroundColor: "transparent" },
        },
      },
    },
  };
}
