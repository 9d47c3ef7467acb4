import { act, type Wish, wouldDo } from '../api/act.ts'
import { newKey } from '../api/command.ts'
import { failureOf } from '../api/failure.ts'
import { read } from '../api/read.ts'
import { h } from '../dom/h.ts'
import { renew } from '../dom/renew.ts'
import { oneAction } from '../queries/operations.ts'
import { again } from '../routing/go.ts'
import { announce } from '../shell/announce.ts'
import { field } from './field.ts'
import { failureBox } from './states.ts'

export type Deed = {
  /** `Retry`. */
  readonly verb: string
  /** What it does, in a sentence. */
  readonly explanation: string
  readonly action: string
  readonly subject: string
  readonly parameters?: Readonly<Record<string, string>>
  /** It takes something away: the subject is typed again. */
  readonly destructive?: boolean
  /** Parameters that the operator may give. */
  readonly inputs?: readonly DeedInput[]
  /** What the button is called where the verb and the subject do not say it. */
  readonly label?: string
  /** How it is done where it is no operator's action, which is told beforehand; what came of it, in words. */
  readonly does?: (wish: Wish, key: string) => Promise<string>
}

export type DeedInput = { readonly name: string; readonly label: string; readonly hint: string }

/** How often it is asked whether a deed is done, in ms, and how often at most. */
const askMs = 250
const patience = 80

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const textIn = (form: HTMLFormElement, name: string): string => {
  const value = new FormData(form).get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** Waits until the hub says how it went; the words for it. */
const outcomeOf = async (actionId: string, signal: AbortSignal): Promise<string> => {
  for (let turn = 0; turn < patience; turn += 1) {
    const { operatorAction: found } = await read(oneAction, { actionId }, signal)
    if (found !== null && found.status !== 'REQUESTED')
      return `${found.status}: ${found.detail ?? found.action}`
    await pause(askMs)
  }
  return 'It is still under way: Operator actions tells how it goes.'
}

const parametersIn = (
  { parameters = {}, inputs = [] }: Deed,
  form: HTMLFormElement,
): Readonly<Record<string, string>> => {
  const given = new Map(inputs.map(({ name }) => [name, textIn(form, name)]))
  return { ...parameters, ...Object.fromEntries([...given].filter(([, value]) => value !== '')) }
}

const wishOf = (deed: Deed, form: HTMLFormElement): Wish => ({
  action: deed.action,
  subject: deed.subject,
  reason: textIn(form, 'reason'),
  parameters: parametersIn(deed, form),
  ...(deed.destructive === true ? { confirm: textIn(form, 'confirm') } : {}),
})

/** Asks why, shows what would happen, has it done and tells how it went. Escape leaves everything as it is. */
const openDeed = (deed: Deed): void => {
  const leaving = new AbortController()
  const told = h('div', { class: 'deed-told', 'aria-live': 'polite' })
  let asked = { what: '', key: '' }
  /** What is asked again is asked under its key, so that it is done once; what is asked otherwise is something new. */
  const keyOf = (wish: Wish): string => {
    const what = JSON.stringify(wish)
    if (asked.what !== what) asked = { what, key: newKey() }
    return asked.key
  }
  const button = h(
    'button',
    { class: `button ${deed.destructive === true ? 'danger' : 'primary'}`, type: 'submit' },
    deed.verb,
  )
  const close = (): void => dialog.close()
  const show = (thrown: unknown): void => {
    button.disabled = false
    renew(told, failureBox(failureOf(thrown)))
  }
  const preview = async (): Promise<void> => {
    if (!form.reportValidity()) return
    const lines = await wouldDo(wishOf(deed, form), newKey())
    renew(
      told,
      h('h3', {}, 'It would'),
      h(
        'ul',
        { class: 'would' },
        (lines.length === 0 ? ['change nothing'] : lines).map((line) => h('li', {}, line)),
      ),
    )
  }
  const perform = async (): Promise<void> => {
    button.disabled = true
    renew(told, 'Asked for …')
    const wish = wishOf(deed, form)
    const key = keyOf(wish)
    const outcome = await (deed.does === undefined
      ? outcomeOf(await act(wish, key), leaving.signal)
      : deed.does(wish, key))
    renew(told, h('p', { class: 'deed-outcome' }, outcome))
    announce(outcome)
    button.remove()
    form.querySelector('.preview')?.remove()
    again()
  }
  const form: HTMLFormElement = h(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault()
        perform().catch(show)
      },
    },
    field(
      'Why',
      { name: 'reason', required: true, maxlength: 500, autocomplete: 'off' },
      'Kept with your name, for ever.',
    ),
    (deed.inputs ?? []).map(({ name, label, hint }) =>
      field(label, { name, autocomplete: 'off' }, hint),
    ),
    deed.destructive === true
      ? field(
          'Type the name again',
          { name: 'confirm', required: true, autocomplete: 'off', spellcheck: 'false' },
          deed.subject,
        )
      : undefined,
    told,
    h(
      'div',
      { class: 'dialog-buttons' },
      h('button', { type: 'button', class: 'button quiet', onclick: close }, 'Close'),
      deed.does === undefined
        ? h(
            'button',
            { type: 'button', class: 'button preview', onclick: () => void preview().catch(show) },
            'What would happen?',
          )
        : undefined,
      button,
    ),
  )
  const dialog: HTMLDialogElement = h(
    'dialog',
    {
      class: 'dialog',
      'aria-labelledby': 'deed-title',
      onclose: () => {
        leaving.abort()
        dialog.remove()
      },
    },
    h('h2', { id: 'deed-title' }, deed.verb, ' ', h('code', {}, deed.subject)),
    h('p', { class: 'soft deed-why' }, deed.explanation),
    form,
  )
  document.body.append(dialog)
  dialog.showModal()
}

export const deedButton = (deed: Deed): HTMLElement =>
  h(
    'button',
    {
      type: 'button',
      class: `button small ${deed.destructive === true ? 'danger' : ''}`,
      'aria-label': deed.label ?? `${deed.verb} ${deed.subject}`,
      'aria-haspopup': 'dialog',
      onclick: () => openDeed(deed),
    },
    deed.verb,
  )
