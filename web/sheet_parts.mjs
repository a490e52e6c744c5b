// The parts of a workbook of one sheet (ECMA-376: SpreadsheetML), from the cells of sheet_rows.mjs:
// the first row stays while one scrolls, numbers and dates have their forms, texts are shared.

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const package_ = 'http://schemas.openxmlformats.org/package/2006'
const kinds = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
const built_in = new Map([['#,##0', 3], ['#,##0.00', 4], ['@', 49]])
const first_own_form = 164
const day_ms = 86_400_000
const day_zero = Date.UTC(1899, 11, 30)

const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// What XML cannot say goes; "_x0041_" would be read as an "A".
const text_of = text => /[&<>"_\0-\x1f\ufffe\uffff]/.test(text)
  ? text.replace(/[&<>"]/g, sign => named[sign])
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  : text

function column_name(index) {
  let name = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + (rest - 1) % 26) + name
  }
  return name
}

// `rows`: cells {value, type, format, fontWeight} or null; `columns`: [{width}].
export function parts_of(rows, { sheet, columns }) {
  const forms = new Map() // "bold" or a number format -> index of its style
  const style_of = cell => {
    const form = cell.fontWeight === 'bold' ? 'bold' : cell.format
    if (!forms.has(form)) forms.set(form, forms.size + 1)
    return forms.get(form)
  }
  const texts = new Map()
  const shared = text => {
    if (!texts.has(text)) texts.set(text, texts.size)
    return texts.get(text)
  }
  const names = columns.map((_, index) => column_name(index))
  let strings = 0
  const lines = rows.map((cells, row) => {
    let line = `<row r="${row + 1}">`
    cells.forEach((cell, column) => {
      if (cell === null) return
      const at = `<c r="${names[column] ?? column_name(column)}${row + 1}" s="${style_of(cell)}"`
      if (cell.type === String) {
        ++strings
        line += `${at} t="s"><v>${shared(cell.value)}</v></c>`
      } else {
        const value = cell.type === Date ? (cell.value.getTime() - day_zero) / day_ms : cell.value
        line += `${at}><v>${value}</v></c>`
      }
    })
    return `${line}</row>`
  })
  const own = [...forms.keys()].filter(form => form !== 'bold' && !built_in.has(form))
  const number_of = form => built_in.get(form) ?? first_own_form + own.indexOf(form)
  const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
  const styles = [...forms.keys()].map(form => form === 'bold'
    ? '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    : `<xf numFmtId="${number_of(form)}" fontId="0" fillId="0" borderId="0" xfId="0"` +
      ' applyNumberFormat="1"/>')
  const font = '<sz val="11"/><name val="Calibri"/>'
  const related = (id, type, target) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  const relations = list =>
    `${head}<Relationships xmlns="${package_}/relationships">${list.join('')}</Relationships>`
  const part = (name, kind) =>
    `<Override PartName="/xl/${name}" ContentType="${kinds}${kind}+xml"/>`
  return {
    '[Content_Types].xml': `${head}<Types xmlns="${package_}/content-types">` +
      '<Default Extension="rels" ' +
      'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      part('workbook.xml', 'sheet.main') + part('worksheets/sheet1.xml', 'worksheet') +
      part('styles.xml', 'styles') + part('sharedStrings.xml', 'sharedStrings') + '</Types>',
    '_rels/.rels': relations([related('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
      `<sheet name="${text_of(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      related('rId1', 'worksheet', 'worksheets/sheet1.xml'),
      related('rId2', 'styles', 'styles.xml'),
      related('rId3', 'sharedStrings', 'sharedStrings.xml')]),
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}">` +
      (own.length === 0 ? '' : `<numFmts count="${own.length}">${own.map(form =>
        `<numFmt numFmtId="${number_of(form)}" formatCode="${text_of(form)}"/>`).join('')}` +
      '</numFmts>') +
      `<fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts>` +
      '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
      '<fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      `<cellStyleXfs count="1">${plain.replace(' xfId="0"', '')}</cellStyleXfs>` +
      `<cellXfs count="${styles.length + 1}">${plain}${styles.join('')}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
      '</styleSheet>',
    'xl/sharedStrings.xml':
      `${head}<sst xmlns="${main}" count="${strings}" uniqueCount="${texts.size}">` +
      [...texts.keys()].map(text => `<si><t xml:space="preserve">${text_of(text)}</t></si>`)
        .join('') + '</sst>',
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${main}"><sheetViews>` +
      '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ' +
      'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      (columns.length === 0 ? '' : `<cols>${columns.map(({ width }, index) => `<col min="${
        index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`) +
      `<sheetData>${lines.join('')}</sheetData></worksheet>`,
  }
}
