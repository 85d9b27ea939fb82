/*
 * xlsx.c: a workbook whose parts are hostile (first byte 'P': the rest is a sheet, its shared strings and styles cut
 * at 0x01) or whose archive is.
 */
#include <assert.h>
#include <fcntl.h>
#include <unistd.h>
#include <zip.h>

#include "fuzz.h"
#include "kernel/mem.h"
#include "kernel/text/xlsx_read.h"

#define SHEET                                                                                                        \
    "P<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" s=\"1\"><v>42767.5</v></c>"       \
    "<c t=\"inlineStr\"><is><r><t>x</t></r><rPh><t>y</t></rPh></is></c></row><row><c><f>A1</f></c><c t=\"e\"><v>#REF!"  \
    "</v></c><c t=\"b\"><v>1</v></c><c><v>6.3E15</v></c></row></sheetData></worksheet>\x01"                           \
    "<sst><si><t>satu &amp; dua</t></si></sst>\x01"                                                                    \
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"d/m/yy\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"      \
    "<xf numFmtId=\"164\"/></cellXfs></styleSheet>"
#define SEED(z) {z, sizeof(z) - 1}
const struct str fuzz_seeds[] = {SEED(SHEET), SEED("PK\x03\x04 no archive"), SEED("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")};
const size_t n_fuzz_seeds = COUNT(fuzz_seeds);

static void add(zip_t *z, const char *name, struct str part)
{
    zip_source_t *s = zip_source_buffer(z, part.p, part.n, 0);
    assert(s != NULL && zip_file_add(z, name, s, ZIP_FL_OVERWRITE) >= 0);
}

static void make_book(const char *path, struct str rest)
{
    int code = 0;
    unlink(path);
    zip_t *z = zip_open(path, ZIP_CREATE, &code);
    assert(z != NULL);
    add(z, "xl/workbook.xml", S("<workbook><sheets><sheet name=\"A\" r:id=\"rId1\" xmlns:r=\"r\"/></sheets></workbook>"));
    add(z, "xl/_rels/workbook.xml.rels",
        S("<R><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/></R>"));
    add(z, "xl/worksheets/sheet1.xml", str_cut(&rest, '\x01'));
    if (rest.p != NULL)
        add(z, "xl/sharedStrings.xml", str_cut(&rest, '\x01'));
    if (rest.p != NULL)
        add(z, "xl/styles.xml", rest);
    assert(zip_close(z) == 0);
}

static void read_all(const char *path)
{
    AUTO_ARENA a = arena_new((size_t)64 << 20);
    struct xlsx *x = NULL;
    struct xlsx_row row;
    enum xlsx_trouble why;
    if (xlsx_open(a, path, &xlsx_limits_default, &x, &why) != OK)
        return;
    for (size_t s = 0; s < xlsx_sheet_count(x); s++) {
        if (xlsx_sheet_start(x, s) != OK)
            break;
        while (xlsx_next(x, &row))
            for (size_t i = 0; i < row.n; i++)
                assert(row.cell[i].kind == CELL_EMPTY || row.cell[i].text.p != NULL);
    }
    xlsx_close(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static char path[64];
    enum table_kind kind;
    if (path[0] == '\0')
        snprintf(path, sizeof path, "/tmp/fuzz_xlsx_%d", (int)getpid());
    if (n > 2 && data[0] == 'P' && data[1] == '<') {
        make_book(path, (struct str){(const char *)data + 1, n - 1});
    } else {
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert(fd >= 0 && write(fd, data, n) == (ssize_t)n);
        close(fd);
    }
    if (table_kind_of(path, &kind) == OK)
        read_all(path);
    unlink(path);
    return 0;
}
