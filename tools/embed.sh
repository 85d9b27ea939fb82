#!/bin/sh
# embed.sh OUT.S NAME=FILE…: one assembly text that puts files into the program as they are.
# In C: extern const char embed_NAME[], embed_NAME_end[];
set -eu
out=$1
shift
{
    echo '    .section .rodata'
    for pair in "$@"; do
        name=${pair%%=*}
        file=${pair#*=}
        echo "    .global embed_$name, embed_${name}_end"
        echo '    .balign 16'
        echo "embed_$name:"
        echo "    .incbin \"$file\""
        echo "embed_${name}_end:"
        echo '    .byte 0'
    done
    echo '    .section .note.GNU-stack,"",%progbits'
} > "$out"
