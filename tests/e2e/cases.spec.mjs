// Disputes and cases as a person walks them: a part that is disputed has its cause, its owner, its
// day and its messages, is neither demanded nor expected and yet ages, and ends in an allowance, a
// refund or a renewed demand; a case goes from talks that were weighed through every stage of the
// law, each with its deadline, and money pays costs first; a hold ends by itself. At a
// desk and on a phone.
import { writeFileSync } from 'node:fs'
import { expect, test } from './app.mjs'
import { Person } from './person.mjs'

test.use({ locale: 'en-US', timezoneId: 'Asia/Shanghai' })

const visits = (page, hash) => page.evaluate(where => { location.hash = where }, `#${hash}`)

async function begins(page, info, rows, day) {
  await page.clock.setFixedTime(new Date(`${day}T09:30:00+08:00`))
  const person = new Person(page, 'en')
  await person.opens('./?sw=none')
  const file = info.outputPath('invoices.csv')
  writeFileSync(file, `invoice number,customer,invoice date,due date,amount\n${rows}`)
  await person.begins_book({ company: 'Court Ltd', currency: 'CNY', by: 'start.import' })
  await person.imports(file)
  await person.has_saved()
  await person.closes_toasts()
  return person
}
async function customer_of(person, name) {
  await visits(person.page, '/customers')
  await person.press(person.page.getByRole('rowheader', { name: new RegExp(name) }).first())
  await expect(person.page).toHaveURL(/customers\/[0-9a-f-]{36}/)
  return /customers\/([0-9a-f-]{36})/.exec(await person.page.url())[1]
}
// Into a field of a sheet, wherever it stands.
async function types(person, within, key, value) {
  const field = within.getByRole('textbox', { name: person.say(key), exact: true })
  await person.brings_into_view(field)
  await field.fill(value)
}
const presses = (person, within, key) =>
  person.press(within.getByRole('button', { name: person.say(key), exact: true }).first())
// From a list that is longer than its popup: it is scrolled, from where it opens at what is chosen,
// until the option stands in it.
async function picks_below(person, within, list, option) {
  const { page, say } = person
  await person.press(within.getByRole('combobox', { name: say(list), exact: true }))
  const popup = page.getByRole('listbox').last()
  const wanted = popup.getByRole('option', { name: say(option), exact: true })
  await expect(wanted).toBeAttached()
  for (let tries = 0; tries < 30; ++tries) {
    if ((await wanted.boundingBox()).height > 24) break
    const above = await wanted.evaluate(one => {
      const all = [...document.querySelectorAll('[role=option]')]
      const first = all.findIndex(other => other.getBoundingClientRect().height > 24)
      return all.indexOf(one) < first
    })
    const { x, y, width, height } = await popup.boundingBox()
    const middle = x + width / 2
    const [from, to] = above ? [0.3, 0.8] : [0.8, 0.3]
    if (person.small) await person.swipes([middle, y + height * from], [middle, y + height * to])
    else {
      await page.mouse.move(middle, y + height * from)
      await page.mouse.wheel(0, above ? -100 : 100)
    }
    await page.waitForTimeout(200)
  }
  await person.press(wanted)
}
async function opens_invoice(person, number) {
  await visits(person.page, '/receivables/invoices')
  await person.press(person.page.getByRole('rowheader', { name: number }).first())
}

test('a disputed part: cause, owner, day, messages; never out of the aging; each outcome',
  async ({ page }, info) => {
    test.setTimeout(420_000) // Firefox is slow at it
    const person = await begins(page, info,
      'A-1,Qingyun,2026-01-01,2026-01-31,1000.00\n', '2026-03-02')
    const { say } = person
    const disputes = async (cause, amount) => {
      await opens_invoice(person, 'A-1')
      await presses(person, page, 'dispute.open')
      const form = person.dialog(say('dispute.open'))
      await types(person, form, 'dispute.amount', amount)
      await person.chooses(say('dispute.cause'), say(`dispute.cause.${cause}`), form)
      await types(person, form, 'dispute.owner', 'Li')
      await types(person, form, 'label.reason', `about ${cause}`)
      await presses(person, form, 'dispute.save')
      await expect(form).toHaveCount(0)
      await person.closes_toasts()
    }
    const opens_dispute = async () => {
      await visits(page, '/dunning/disputes')
      await person.press(page.getByRole('rowheader', { name: 'Qingyun' }).first())
      const talk = person.dialog(say('talk.title'))
      await expect(talk).toBeVisible()
      return talk
    }
    // What the letter of the day asks for, in the language of the book's money.
    const letter = async () => {
      await visits(page, '/dunning')
      await person.press(person.button('dunning.first'))
      const text = page.getByRole('dialog').getByRole('textbox', { name: say('letter.text') })
      await expect(text).toBeVisible()
      const said = await text.inputValue()
      await visits(page, '/dunning')
      await expect(text).toHaveCount(0)
      return said
    }
    const ages = async amount => {
      await visits(page, '/receivables/aging')
      const group = person.main.getByRole('group', { name: say('aging.title'), exact: true })
      await expect(group.getByText(`${say('aging.total')} CNY ${amount}`, { exact: true }))
        .toBeVisible()
    }
    const expects = async amounts => {
      await visits(page, '/receivables/forecast')
      for (const amount of amounts) {
        await expect(person.main.getByText(new RegExp(`(^|\\s)${amount}$`)).first()).toBeAttached()
      }
    }

    await ages('1,000.00')
    await disputes('quality', '400')
    const quality = await opens_dispute()
    await expect(quality.getByText(say('dispute.cause.quality'), { exact: true })).toBeAttached()
    await expect(quality.getByText(`${say('dispute.owner')} Li`)).toBeAttached()
    await expect(quality.getByText(`${say('dispute.answer_by')} 2026-03-`)).toBeAttached()
    await ages('1,000.00') // it is owed, and ages
    const first = await letter()
    expect(first).toContain('人民币 600.00')
    expect(first).toContain('异议的 人民币 400.00')
    expect(first).not.toContain('1,000.00')
    await expects(['600\\.00', '400\\.00'])

    // An allowance over it, entered from the dispute.
    const ends = async (came, document) => {
      const talk = await opens_dispute()
      await presses(person, talk, 'dispute.end')
      const end = person.dialog(say('dispute.end'))
      await person.chooses(say('dispute.came'), say(`dispute.outcome.${came}`), end)
      if (document) await person.chooses(say('dispute.document'), document, end)
      await types(person, end, 'dispute.outcome', `ends: ${came}`)
      await presses(person, end, 'dispute.end_do')
      await expect(end).toHaveCount(0)
      await person.closes_toasts()
      await visits(page, '/dunning/disputes')
      await expect(page.getByText(say('dispute.none'), { exact: true })).toBeVisible()
    }
    const enters = async (came, key) => {
      const talk = await opens_dispute()
      await presses(person, talk, 'dispute.end')
      const end = person.dialog(say('dispute.end'))
      await person.chooses(say('dispute.came'), say(`dispute.outcome.${came}`), end)
      await expect(end.getByText(say('dispute.document_first'))).toBeVisible()
      await presses(person, end, key)
      await expect(end).toHaveCount(0)
    }
    await enters('adjustment', 'write_off.title')
    const off = person.dialog(say('write_off.title'))
    await expect(off.getByRole('textbox',
      { name: say('label.amount'), exact: true })).toHaveValue('400.00')
    await expect(off.getByRole('combobox', { name: say('label.reason'), exact: true }))
      .toHaveText(say('write_off.reason.settlement'))
    await presses(person, off, 'write_off.do')
    await expect(off).toHaveCount(0)
    await person.closes_toasts()
    await ends('adjustment', /400\.00/)
    await ages('600.00')
    expect(await letter()).toContain('人民币 600.00')

    // Not justified: all of the rest is asked for again.
    await disputes('delivery', '100')
    expect(await letter()).toContain('人民币 500.00')
    await ends('renewed')
    const again = await letter()
    expect(again).toContain('人民币 600.00')
    expect(again).not.toContain('异议')

    // What was said about it stands with it. Money goes back by a document of its own.
    await disputes('duplicate', '50')
    const talk = await opens_dispute()
    for (const [who, words] of [['customer', 'scratched'], ['us', 'we look'],
      ['colleagues', 'two photos came']]) {
      await person.chooses(say('talk.from'), say(`talk.from.${who}`), talk)
      await types(person, talk, 'talk.text', words)
      await presses(person, talk, 'talk.save')
      await expect(talk.getByText(words, { exact: true })).toBeAttached()
      await person.closes_toasts()
    }
    await enters('refund', 'debit.new.refund')
    const refund = page.getByRole('dialog').first()
    await expect(refund.getByRole('textbox',
      { name: say('label.amount'), exact: true })).toHaveValue('50.00')
    await presses(person, refund, 'invoices.save')
    await expect(page).not.toHaveURL(/new=refund/)
    await person.closes_toasts()
    await ends('refund', /50\.00/)

    // All three stay in the list of those that ended, with how.
    await person.press(page.getByRole('checkbox', { name: say('dispute.with_ended') })
      .or(page.getByRole('button', { name: say('dispute.with_ended') })).first())
    const table = page.getByRole('table', { name: say('dispute.list') })
    await expect(table.getByRole('rowheader')).toHaveCount(3)
  })

test('a case through every stage of the law, its deadlines, costs, result and money',
  async ({ page }, info) => {
    test.setTimeout(600_000)
    const person = await begins(page, info, 'A-1,Qingyun,2023-12-01,2023-12-31,48000.00\n',
      '2026-11-20')
    const { say } = person
    const customer = await customer_of(person, 'Qingyun')

    // Before anything: were talks tried, what would it cost, what is the relationship worth?
    await visits(page, `/customers/${customer}?tab=legal`)
    await person.press(person.button('case.new'))
    const escalation = person.dialog(say('case.new'))
    await expect(escalation.getByText(say('case.no_talks'))).toBeAttached()
    for (const [key, amount] of [['fee.suit', '1,000.00'], ['fee.simplified', '500.00'],
      ['sold_all', '48,000.00']]) {
      await expect(escalation.getByText(`${say(`case.${key}`)} CNY ${amount}`)).toBeAttached()
    }
    await presses(person, escalation, 'case.open_do')
    await expect(escalation.getByText(say('case.talks_missing'))).toBeAttached()
    await types(person, escalation, 'case.talks', 'three calls, no answer')
    await types(person, escalation, 'case.court', 'Hangzhou Court')
    await presses(person, escalation, 'case.open_do')
    const sheet = page.getByRole('dialog', // its number comes behind
      { name: new RegExp(`^${say('case.default_title')}`) })
    await expect(sheet.getByText(/three calls, no answer/)).toBeAttached()
    await person.closes_toasts()

    await presses(person, sheet, 'case.edit')
    const form = person.dialog(say('case.edit'))
    for (const [key, value] of [['case.number', '(2026) 0105 No. 7'], ['case.judge', 'Zhou'],
      ['case.lawyer', 'Ms Chen']]) {
      await types(person, form, key, value)
    }
    await presses(person, form, 'kit.save')
    await expect(form).toHaveCount(0)
    await person.closes_toasts()
    await expect(sheet.getByText(`${say('case.court')} Hangzhou Court`)).toBeAttached()
    await expect(sheet.getByText(`${say('case.lawyer')} Ms Chen`)).toBeAttached()

    // Each stage, the day that the court set, the sum, and what is to be done until when.
    const steps = [
      ['lawyer_letter', '2026-01-31', '2026-02-15', '', { reply: '2026-02-15' }],
      ['order_filed', '2026-03-02', '', '',
        { order_accepted: '2026-03-07', order_issued: '2026-03-22' }],
      ['order_issued', '2026-03-20', '', '', { order_served: '2026-04-19' }],
      ['order_served', '2026-04-01', '', '',
        { order_answer: '2026-04-16', order_enforce: '2028-04-16' }],
      ['order_objected', '2026-04-15', '', '', { order_refuse: '2026-04-22' }],
      ['preservation', '2026-05-06', '', '', { sue: '2026-06-05', preservation: '2027-05-06' }],
      ['filed', '2026-06-01', '', '', { registration: '2026-06-08' }],
      ['accepted', '2026-06-05', '2026-07-06', '',
        { court_fee: '2026-06-12', evidence: '2026-07-06', first_instance: '2026-12-05' }],
      ['hearing', '2026-07-01', '2026-07-20', null, { hearing: '2026-07-20' }],
      ['judgment', '2026-08-10', '', '47000', { appeal: '2026-08-25' }],
      ['effective', '2026-08-26', '2026-09-10', '47000',
        { perform: '2026-09-10', enforce: '2028-09-10' }],
      ['enforcement', '2026-09-15', '', '', { enforcement_act: '2027-03-15' }],
      ['enforcement_stop', '2026-10-10', '', '', { assets_check: '2027-04-10' }],
      ['bankruptcy', '2026-11-02', '2026-12-31', '', { claim: '2026-12-31' }],
    ]
    const after = { lawyer_letter: 'filed', order_filed: 'order_issued',
      order_issued: 'order_served', order_served: 'enforcement', order_objected: 'filed',
      preservation: 'filed', filed: 'accepted', accepted: 'hearing', hearing: 'judgment',
      judgment: 'effective', effective: 'enforcement', enforcement: 'closed',
      enforcement_stop: 'enforcement', bankruptcy: 'claim_filed', claim_filed: 'closed' }
    let usual = 'lawyer_letter' // which the form proposes
    const takes = async ([stage, date, due, amount]) => {
      await presses(person, sheet, 'case.step')
      const chosen = sheet.getByRole('combobox', { name: say('case.stage'), exact: true })
      await expect(chosen).toHaveText(say(`case.stage.${usual}`))
      await picks_below(person, sheet, 'case.stage', `case.stage.${stage}`)
      await types(person, sheet, 'case.step_date', date)
      if (due) await types(person, sheet, 'case.due', due)
      if (amount) await types(person, sheet, 'case.amount', amount)
      await presses(person, sheet, 'case.step_save')
      await expect(sheet.getByRole('button', { name: say('case.step_save') })).toHaveCount(0)
      usual = after[stage]
      await person.closes_toasts()
    }
    for (const step of steps) {
      await takes(step)
      for (const [kind, day] of Object.entries(step[4])) {
        await expect(sheet.getByText(say(`case.deadline.${kind}`), { exact: true }).first())
          .toBeAttached()
        await expect(sheet.getByText(day, { exact: true }).first()).toBeAttached()
        await expect(sheet.getByText(new RegExp(
          say(`case.rule.${kind}`).replace(/[.()*?]/g, '\\$&'))).first()).toBeAttached()
      }
      if (step[0] === 'accepted') { // the fee is paid: the court waits for it no more
        await presses(person, sheet, 'case.cost')
        await types(person, sheet, 'label.amount', '1000')
        await types(person, sheet, 'label.date', '2026-06-10')
        await presses(person, sheet, 'case.cost_save')
        await person.closes_toasts()
        await expect(sheet.getByText(`${say('case.costs')} CNY 1,000.00`)).toBeAttached()
        const rule = say('case.rule.court_fee')
        await expect(sheet.getByText(rule, { exact: true })).toHaveCount(0)
      }
    }
    await expect(sheet.getByText(`${say('case.awarded')} CNY 47,000.00`)).toBeAttached()
    await expect(sheet.getByText(`${say('case.performance_end')} 2026-09-10`)).toBeAttached()

    // While it runs nobody is dunned; its deadline stands in the calendar.
    const at = await page.evaluate(() => location.hash)
    await visits(page, '/dunning')
    await expect(page.getByText(say('dunning.none'), { exact: true })).toBeVisible()
    await visits(page, '/today/calendar?day=2026-12-31')
    await expect(page.getByText(new RegExp(say('case.deadline.claim'))).first()).toBeAttached()

    // What the debtor has to bear is a debit; money of the case pays it first, then the principal.
    await opens_invoice(person, 'A-1')
    await person.press(person.button('debit.new.costs'))
    const costs = page.getByRole('dialog').first()
    await types(person, costs, 'label.credit_number', 'C-1')
    await types(person, costs, 'label.amount', '1000')
    await presses(person, costs, 'invoices.save')
    await expect(page).not.toHaveURL(/new=costs/)
    await person.closes_toasts()
    await page.evaluate(hash => { location.hash = hash }, at)
    await presses(person, sheet, 'receipts.record')
    const receipt = person.receipt_form()
    await types(person, receipt, 'label.amount', '10000')
    await expect(receipt.getByText('39,000.00').first()).toBeAttached() // what A-1 has left
    await person.saves_receipt()
    await person.closes_toasts()
    await visits(page, '/receivables/invoices')
    const invoices = page.getByRole('table').first()
    await expect(invoices.getByRole('row').filter({ hasText: 'A-1' })).toContainText('39,000.00')
    await expect(invoices.getByRole('row').filter({ hasText: 'C-1' }))
      .toContainText(say('status.settled'))
    await page.evaluate(hash => { location.hash = hash }, at)
    await expect(sheet.getByText(`${say('case.received')} CNY 10,000.00`)).toBeAttached()

    await takes(['claim_filed', '2026-11-10', '', '38000'])
    await takes(['closed', '2026-11-20', '', ''])
    await expect(sheet.getByText(say('case.rule.claim'), { exact: true })).toHaveCount(0)
    await visits(page, '/legal/cases')
    await expect(page.getByText(say('case.stage.closed'), { exact: true }).first()).toBeAttached()
  })

test('a hold has kind, reason, owner and end, and on the day after it the letters go on',
  async ({ page }, info) => {
    const person = await begins(page, info, 'A-1,Qingyun,2026-01-01,2026-01-31,1000.00\n',
      '2026-03-02')
    const { say } = person
    const customer = await customer_of(person, 'Qingyun')
    await visits(page, `/customers/${customer}?hold=${customer}`)
    const form = page.getByRole('dialog', { name: /Qingyun/ })
    await person.chooses(say('hold.kind'), say('hold.kind.manual'), form)
    await types(person, form, 'hold.until', '2026-03-05')
    await types(person, form, 'label.owner', 'Li')
    await presses(person, form, 'hold.save') // without a reason
    await expect(form).toBeVisible()
    await types(person, form, 'label.reason', 'waits for their board')
    await presses(person, form, 'hold.save')
    await expect(form).toHaveCount(0)
    await person.closes_toasts()
    await visits(page, '/dunning/holds')
    for (const part of ['waits for their board', 'Li', '2026-03-05']) {
      await expect(person.main.getByText(new RegExp(part)).first()).toBeAttached()
    }
    await person.has_saved()
    for (const [day, free] of [['2026-03-05', false], ['2026-03-06', true]]) {
      await page.clock.setFixedTime(new Date(`${day}T09:30:00+08:00`))
      await page.reload()
      await person.is_ready()
      await visits(page, '/dunning')
      if (free) await expect(person.button('dunning.first')).toBeVisible()
      else await expect(page.getByText(say('dunning.none'), { exact: true })).toBeVisible()
    }
  })
