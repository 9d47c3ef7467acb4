import type { Simulator } from '../core/simulator.ts'
import { onboard } from '../objects/connect.ts'
import { authenticate } from './control.ts'

type Page = { readonly status: number; readonly html: string; readonly location?: string }

const page = (title: string, buttons: readonly (readonly [string, string])[]): Page => ({
  status: 200,
  html: `<!doctype html><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>This is the payment simulator: no money moves.</p><form method="post">${buttons
    .map(([query, label]) => `<button formaction="?${query}">${label}</button>`)
    .join(' ')}</form>`,
})

const back = (location: string | null | undefined): Page =>
  location === null || location === undefined
    ? {
        status: 200,
        html: '<!doctype html><title>Done</title><p>Done. You may close this page.</p>',
      }
    : { status: 303, html: '', location }

/** Only where the hub itself asked to be led back to. */
const webOnly = (text: string | null): string | null =>
  text !== null && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : null

/**
 * The pages on which a customer answers their bank and a seller tells who they are. Their addresses hold an id that cannot be guessed
 * from outside of the hub.
 */
export const pageOf = async (simulator: Simulator, method: string, url: URL): Promise<Page> => {
  const [, , , kind, id = ''] = url.pathname.split('/')
  const agreed = url.searchParams.get('agreed') !== 'no'
  if (kind === 'accounts') {
    const target = webOnly(url.searchParams.get('return_url'))
    const query = target === null ? '' : `&return_url=${encodeURIComponent(target)}`
    if (method !== 'POST') return page('Open a seller account', [[`agreed=yes${query}`, 'Finish']])
    await simulator.commit((draft) => onboard(draft, draft.get('account', id)))
    return back(target)
  }
  if (method !== 'POST')
    return page('Your bank wants to know that it is you', [
      ['agreed=yes', 'It is me'],
      ['agreed=no', 'Refuse'],
    ])
  const object = simulator.world.objects.get(id)
  const target =
    object?.object === 'payment_intent' || object?.object === 'setup_intent'
      ? object.next_action?.redirect_to_url?.return_url
      : undefined
  await simulator.commit((draft) => authenticate(draft, id, agreed))
  return back(webOnly(target ?? null))
}
