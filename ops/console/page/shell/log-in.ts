import { ApiFailure, failureOf } from '../api/failure.ts'
import { h } from '../dom/h.ts'
import { renew } from '../dom/renew.ts'
import { field } from '../parts/field.ts'
import { failureBox } from '../parts/states.ts'
import { begin } from '../session/holder.ts'
import { completeLogIn, logIn, type Session } from '../session/session.ts'
import { settings } from '../settings.ts'

type Step = {
  readonly fields: readonly HTMLElement[]
  readonly button: string
  readonly send: (values: FormData) => Promise<Session>
}

const textIn = (values: FormData, name: string): string => {
  const value = values.get(name)
  return typeof value === 'string' ? value : ''
}

const password: Step = {
  fields: [
    field('E-mail', { name: 'email', type: 'email', autocomplete: 'username', required: true }),
    field('Password', {
      name: 'password',
      type: 'password',
      autocomplete: 'current-password',
      required: true,
    }),
  ],
  button: 'Log in',
  send: (values) => logIn(textIn(values, 'email'), textIn(values, 'password')),
}

const secondFactor = (challenge: string, email: string): Step => ({
  fields: [
    field('Code of the authenticator, or a recovery code', {
      name: 'code',
      autocomplete: 'one-time-code',
      required: true,
    }),
  ],
  button: 'Go on',
  send: (values) => completeLogIn(challenge, textIn(values, 'code').trim(), email),
})

/** Asks who it is; `then` is called once a session has begun. */
export const logInView = (then: () => void, note?: string): readonly Node[] => {
  const trouble = h('div')
  const holder = h('div', {})

  const ask = (step: Step): void => {
    const button = h('button', { class: 'button primary', type: 'submit' }, step.button)
    const form = h(
      'form',
      {
        class: 'log-in-form',
        onsubmit: (event) => {
          event.preventDefault()
          const values = new FormData(form)
          button.disabled = true
          step
            .send(values)
            .then((session) => {
              begin(session)
              then()
            })
            .catch((thrown: unknown) => {
              button.disabled = false
              const failure = failureOf(thrown)
              if (failure instanceof ApiFailure && failure.challenge !== undefined) {
                renew(trouble)
                ask(secondFactor(failure.challenge, textIn(values, 'email')))
              } else renew(trouble, failureBox(failure))
            })
        },
      },
      step.fields,
      button,
    )
    renew(holder, form)
    form.querySelector('input')?.focus()
  }
  ask(password)
  return [
    ...(settings.production
      ? [h('div', { class: 'production', role: 'note' }, 'PRODUCTION: what you do here happens')]
      : []),
    h(
      'main',
      { class: 'log-in', id: 'main' },
      h('span', { class: 'mark big', 'aria-hidden': 'true' }),
      h('h1', {}, 'Quantum Hub console'),
      h('p', { class: 'soft' }, note ?? 'For operators of the hub.'),
      trouble,
      holder,
    ),
  ]
}
