# strip.awk: takes comments and needless blanks out of CSS, so that what is sent is small. It knows just what our
# stylesheet does: no blank matters beside { } ; and a comma, and ": " stands only in declarations.
{ text = text $0 "\n" }
END {
    while ((from = index(text, "/*")) > 0) {
        rest = substr(text, from + 2)
        text = substr(text, 1, from - 1) substr(rest, index(rest, "*/") + 2)
    }
    gsub(/[ \t\n]+/, " ", text)
    gsub(/ ?[{] ?/, "{", text)
    gsub(/ ?[}] ?/, "}", text)
    gsub(/ ?; ?/, ";", text)
    gsub(/, /, ",", text)
    gsub(/: /, ":", text)
    gsub(/;[}]/, "}", text)
    gsub(/ > /, ">", text)
    sub(/^ /, "", text)
    printf "%s", text
}
