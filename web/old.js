// For browsers that do not know modules: they cannot run the program, and are told so.
var line = document.getElementById('boot-line')
document.getElementById('boot').className = 'failed'
line.textContent = '这个浏览器太旧,回款无法运行。请换用新版 Chrome、Edge、Firefox 或 Safari。 ' +
  'This browser is too old for Huikuan. Please use a current Chrome, Edge, Firefox or Safari.'
