" Findings of escargo in the quickfix list: `:source escargo.vim`, or put it in ~/.vim/compiler and use `:compiler escargo`.
" `:make` checks promises in comments; `:Escargo` lists the placements of the package of the current file.
if exists('current_compiler')
  finish
endif
let current_compiler = 'escargo'
if exists(':CompilerSet') != 2
  command -nargs=* CompilerSet setlocal <args>
endif

CompilerSet makeprg=escargo\ gate\ --color\ never\ ./...
" Two lines make a finding (`error: text`, `  ┌─ file:line:column`); one line is `file:line:column: text`.
CompilerSet errorformat=%E%trror:\ %m,%E%tarning:\ %m,%Z\ %#┌─\ %f:%l:%c,%f:%l:%c:\ %m,%-G%.%#

command! Escargo cexpr system("escargo build -gcflags='-m -l' " . shellescape(expand('%:p:h')))
