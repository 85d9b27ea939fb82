#!/bin/sh
# embed_web.sh OUT_DIR WEB_DIR TOOLS_DIR: make of web/ what is built into the program. Writes OUT_DIR/assets_data.c (the
# files by .incbin, stored gzip-compressed where that helps, with a fingerprint in each name) and
# OUT_DIR/icons_data.c (the table of symbols). Plain POSIX sh, gzip, awk and sha256sum.
set -eu
out=$1 web=$2 tools=$3
work=$out/web
mkdir -p "$work"
list=$work/list
: > "$list"

# add FILE PREPARED TYPE: keep PREPARED under a name with its fingerprint, compressed when it is text
add() {
    mark=$(sha256sum < "$2" | cut -c1-10)
    name=${1%.*}-$mark.${1##*.}
    case $3 in
    font/*) cp "$2" "$work/$1.stored" ; gz=false ;;
    *) gzip -9nc "$2" > "$work/$1.stored" ; gz=true ;;
    esac
    printf '%s|%s|%s|%s\n' "$1" "$name" "$3" "$gz" >> "$list"
}

add jakarta.woff2 "$web/jakarta.woff2" font/woff2
font=$name
sed "s/url(jakarta\.woff2)/url($font)/" "$web/alihdaya.css" | awk -f "$tools/strip.awk" > "$work/alihdaya.css"
add alihdaya.css "$work/alihdaya.css" "text/css; charset=utf-8"
add alihdaya.js "$web/alihdaya.js" "text/javascript; charset=utf-8"
add favicon.svg "$web/favicon.svg" image/svg+xml

{
    echo '/* Made by tools/embed_web.sh from web/: do not edit. */'
    echo '#include "kernel/html/assets_table.h"'
    n=0
    while IFS='|' read -r file name type gz; do
        printf '__asm__(".section .rodata\\n.balign 16\\n.globl asset_%s\\nasset_%s:\\n.incbin \\"%s\\"\\n"\n' \
            "$n" "$n" "$work/$file.stored"
        printf '        ".globl asset_%s_end\\nasset_%s_end:\\n.byte 0\\n.previous\\n");\n' "$n" "$n"
        printf 'extern const char asset_%s[], asset_%s_end[];\n' "$n" "$n"
        n=$((n + 1))
    done < "$list"
    echo 'const struct asset_row asset_rows[] = {'
    n=0
    while IFS='|' read -r file name type gz; do
        printf '    {"%s", "%s", asset_%s, asset_%s_end, %s, "%s"},\n' "$name" "$type" "$n" "$n" "$gz" "$file"
        n=$((n + 1))
    done < "$list"
    echo '};'
    echo "const size_t asset_rows_n = $n;"
} > "$out/assets_data.c"

{
    echo '/* Made by tools/embed_web.sh from web/icons.svg: do not edit. */'
    echo '#include "kernel/html/assets_table.h"'
    echo 'const struct icon_row icon_rows[] = {'
    LC_ALL=C sort "$web/icons.svg" | awk -F'"' '/^<symbol id=/ {
        name = $2
        gsub(/"/, "\\\"")
        printf "    {\"%s\", \"%s\"},\n", name, $0
    }'
    echo '};'
    echo 'const size_t icon_rows_n = sizeof icon_rows / sizeof icon_rows[0];'
} > "$out/icons_data.c"
