import type { IdPrefix } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";
import { sessionLife } from "./cookie.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { longestPassword, shortestPassword } from "./schemas.ts";
import { credentials, sessions, users, verifications } from "./tables.ts";

/** What a mailed link to a new password is good for. Seconds. */
const resetLife = 3600;

/** What better-auth tells us on the way; it swallows what these throw, so they only take notes. */
interface Notices {
  /** Somebody signed up with the e-mail address of this confirmed account. */
  addressTaken?: (userId: string) => void;
  /** A link to a new password was asked for. */
  resetToken?: (userId: string, token: string) => void;
  /** The password was replaced. */
  passwordReset?: (userId: string) => void;
}

const prefixes: Record<string, IdPrefix> = { user: "cus", session: "ses", account: "crd", verification: "ver" };

/**
 * better-auth over CUSTOMERS, with our ids, columns and password hash. Its own HTTP endpoints are not served: routes.ts is
 * its front. Loaded when somebody signs up or in, because evaluating it costs more than all other requests together.
 */
export async function openAuth(store: Store, notices: Notices = {}) {
  const [{ betterAuth }, { drizzleAdapter }] = await Promise.all([
    import("better-auth/minimal"),
    import("better-auth/adapters/drizzle"),
  ]);
  return betterAuth({
    appName: store.env.STORE_NAME,
    baseURL: store.env.STORE_URL,
    secret: store.env.AUTH_SECRET,
    telemetry: { enabled: false },
    logger: {
      level: "error",
      log: (_level, message, ...details) => store.log.error("better-auth", withoutParameters(details[0] ?? message)),
    },
    database: drizzleAdapter(store.customers, {
      provider: "sqlite",
      schema: { user: users, session: sessions, account: credentials, verification: verifications },
    }),
    advanced: {
      database: {
        generateId: ({ model }) => {
          const prefix = prefixes[model];
          if (!prefix) throw new Error(`better-auth has no table for ${model} here`);
          return store.newId(prefix);
        },
      },
    },
    user: {
      fields: { emailVerified: "email_confirmed", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: { locale: { type: "string", required: true } },
    },
    account: {
      fields: {
        userId: "user_id",
        providerId: "provider_id",
        accountId: "account_id",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    session: {
      expiresIn: sessionLife,
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      storeIdentifier: "hashed",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
      resetPasswordTokenExpiresIn: resetLife,
      revokeSessionsOnPasswordReset: true,
      onExistingUserSignUp: async ({ user }) => notices.addressTaken?.(user.id),
      sendResetPassword: async ({ user, token }) => notices.resetToken?.(user.id, token),
      onPasswordReset: async ({ user }) => notices.passwordReset?.(user.id),
    },
  });
}

/** A failed query names its parameters, which are people's; its cause does not. */
function withoutParameters(thrown: unknown): unknown {
  return thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
}

export type Auth = Awaited<ReturnType<typeof openAuth>>;

/** The code of a refusal by better-auth (`INVALID_TOKEN`), or null for any other failure. */
export async function refusalCode(thrown: unknown): Promise<string | null> {
  const { APIError } = await import("better-auth/api");
  return thrown instanceof APIError ? (thrown.body?.code ?? null) : null;
}
