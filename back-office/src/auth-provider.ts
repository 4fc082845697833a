import type { AuthProvider } from "react-admin";
import * as api from "./api.ts";
import { ApiFailure } from "./failure.ts";
import { currentSession, endSession, keepSession } from "./session.ts";

/** Leads to the door without a word: the door has its own. */
const silently = { message: false };

/** How react-admin asks who is there. */
export const authProvider: AuthProvider = {
  async login({ email, password }: { email: string; password: string }) {
    keepSession(await api.signIn(email, password));
  },

  async logout() {
    const session = currentSession();
    if (!session) return;
    try {
      await api.signOut(session.refresh_token);
    } catch (failure) {
      // The tab forgets its tokens all the same; a token that the store could not be told of runs out by itself.
      if (!(failure instanceof ApiFailure)) throw failure;
    } finally {
      endSession();
    }
  },

  async checkAuth() {
    if (!currentSession()) return Promise.reject(silently);
  },

  /**
   * A 401 that survived a renewal: the session is over, and the door says why (see Frame and SignIn), so react-admin is to
   * say nothing. A 403 is about one thing, not about the person.
   */
  async checkError(failure: unknown) {
    if (failure instanceof ApiFailure && failure.status === 401) return Promise.reject(silently);
  },

  async getIdentity() {
    const user = currentSession()?.user;
    if (!user) throw new ApiFailure({ status: 401, code: "not-signed-in", detail: "Please sign in." });
    return { id: user.id, fullName: user.name || user.email };
  },

  async getPermissions() {
    return currentSession()?.user.groups ?? [];
  },
};
