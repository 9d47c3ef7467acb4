import type { Locator, Page } from 'playwright-core'

/** What an operator fills in, by its label. */
type Given = Readonly<Record<string, string>>

/** Opens what a button asks for and fills it in; the dialog, with nothing sent. */
export const openDeed = async (page: Page, button: string, given: Given): Promise<Locator> => {
  await page.getByRole('button', { name: button, exact: true }).click()
  const dialog = page.getByRole('dialog')
  for (const [label, text] of Object.entries(given))
    await dialog.getByLabel(label, { exact: true }).fill(text)
  return dialog
}

/** Has it done; how it went, in the page's words. */
export const perform = async (page: Page, dialog: Locator, verb: string): Promise<string> => {
  await dialog.getByRole('button', { name: verb, exact: true }).click()
  const outcome = await dialog.locator('.deed-outcome').textContent()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  return outcome ?? ''
}

/** What the dialog says would happen. */
export const previewed = async (dialog: Locator): Promise<string> => {
  await dialog.getByRole('button', { name: 'What would happen?' }).click()
  return (await dialog.locator('.would').textContent()) ?? ''
}
