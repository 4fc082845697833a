import { useCallback, useEffect, useRef } from "react";
import { type RouterProvider, reactRouterProvider } from "react-admin";

type Navigate = ReturnType<RouterProvider["useNavigate"]>;

/**
 * react-router as react-admin takes it, but for one thing: a page that was left no longer writes into the address.
 *
 * A list writes its filter there half a second after the last key, as a change of the search alone, which is resolved
 * against the page that the list stands on. Navigation being a transition, the list stands there until the next page has
 * been fetched and drawn; what it writes in the meantime would call back whoever has gone on.
 */
export const router: RouterProvider = { ...reactRouterProvider, useNavigate };

function useNavigate(): Navigate {
  const navigate = reactRouterProvider.useNavigate();
  const { pathname } = reactRouterProvider.useLocation();
  const standsOn = useRef(pathname);
  useEffect(() => {
    standsOn.current = pathname;
  }, [pathname]);
  return useCallback<Navigate>(
    (to, options) => {
      const searchAlone = typeof to === "object" && to.pathname === undefined;
      if (searchAlone && standsOn.current !== pathOfAddress()) return;
      navigate(to, options);
    },
    [navigate],
  );
}

/** Where the address leads now, whatever is still shown. */
function pathOfAddress(): string {
  return new URL(window.location.hash.slice(1) || "/", window.location.origin).pathname;
}
