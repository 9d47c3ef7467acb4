import { entry } from '../entry.ts'

/** People, sessions, organisations and their keys. */
export const accounts = {
  EMAIL_TAKEN: entry(409, 'E-mail address is taken', 'Log in, or register with another address.'),
  USERNAME_TAKEN: entry(409, 'Username is taken', 'Choose another username.'),
  REGISTRATION_ABANDONED: entry(
    409,
    'Registration stood unfinished for too long',
    'Register again, with a new Idempotency-Key.',
  ),
  INVALID_CREDENTIALS: entry(401, 'Wrong e-mail address or password', 'Check both and try again.'),
  EMAIL_NOT_VERIFIED: entry(
    403,
    'E-mail address is not verified',
    'Follow the link in the verification mail first.',
  ),
  VERIFICATION_INVALID: entry(
    422,
    'Verification token is wrong or expired',
    'Ask for a new verification mail.',
  ),
  PASSWORD_RESET_INVALID: entry(
    422,
    'Token to reset the password is wrong, used or expired',
    'Ask for a new mail.',
  ),
  WRONG_PASSWORD: entry(422, 'Wrong password', 'Check the password that you have now.'),
  ACCOUNT_DISABLED: entry(403, 'Account is disabled', 'Ask an operator of the hub.'),
  ACCOUNT_DEACTIVATED: entry(403, 'Account rests', 'Reactivate it with your password.'),
  SESSION_REVOKED: entry(401, 'Session has ended', 'Log in again.'),
  REFRESH_TOKEN_REUSED: entry(
    401,
    'Refresh token was used before',
    'The session was ended because its token was presented twice. Log in again.',
  ),
  REFRESH_TOKEN_EXPIRED: entry(401, 'Refresh token has expired', 'Log in again.'),
  SCOPE_EXCEEDS_GRANTOR: entry(
    403,
    'Scope goes beyond your own',
    'Ask only for scopes that you hold yourself.',
  ),
  MFA_CODE_INVALID: entry(
    422,
    'Code is wrong or was used before',
    'Wait for the next code of the authenticator, or use a recovery code.',
  ),
  MFA_LOCKED: entry(
    403,
    'Too many wrong codes',
    'Wait until the time that the detail names; until then no code is taken.',
  ),
  MFA_ALREADY_ENABLED: entry(
    409,
    'A second factor is in use already',
    'Disable it first, with a code of it.',
  ),
  MFA_NOT_ENABLED: entry(409, 'No second factor is in use', 'Enrol an authenticator first.'),
  SIGN_IN_FAILED: entry(
    401,
    'The provider did not confirm the sign-in',
    'Begin it anew; what the provider sends back is good once, and not for long.',
  ),
  VERIFIED_EMAIL_REQUIRED: entry(
    422,
    'The provider vouches for no e-mail address',
    'Verify your address there, or register here with a password and link that account then.',
  ),
  IDENTITY_NOT_LINKED: entry(
    409,
    'An account here has this e-mail address',
    'Log in to it as usual, and link the provider’s account then.',
  ),
  IDENTITY_TAKEN: entry(
    409,
    'Linked to another account',
    'Sign in with it, and unlink it there first.',
  ),
  LAST_SIGN_IN_METHOD: entry(
    409,
    'The only way to log in',
    'Set a password first, by asking for a new one.',
  ),
  CHALLENGE_INVALID: entry(401, 'Log-in was not begun, or too long ago', 'Log in again.'),
  REAUTHENTICATION_REQUIRED: entry(
    403,
    'Session is not fresh',
    'Log in again, then repeat the request with the new session.',
  ),
  INVITATION_INVALID: entry(
    422,
    'Invitation is not valid',
    'Ask who invited you for another one, to the address of your account.',
  ),
  API_KEY_ENDED: entry(
    409,
    'API key has ended',
    'Use the key that took its place, or create another one.',
  ),
  USAGE_EXCEEDED: entry(
    429,
    'Key has no uses left',
    'Wait for the next period, or have its quota raised.',
  ),
  ALREADY_MEMBER: entry(409, 'Already a member', 'Change the member’s role instead.'),
  LAST_OWNER: entry(
    409,
    'Organisation would lose its last owner',
    'Make somebody else an owner first.',
  ),
}
