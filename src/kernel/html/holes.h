/*
 * holes.h: HOLES(a, b, …) maps HOLE over up to 20 values, also over none. Read html.h.
 */
#pragma once

#define HOLES_0()
#define HOLES_1(a) HOLE(a)
#define HOLES_2(a, ...) HOLE(a) HOLES_1(__VA_ARGS__)
#define HOLES_3(a, ...) HOLE(a) HOLES_2(__VA_ARGS__)
#define HOLES_4(a, ...) HOLE(a) HOLES_3(__VA_ARGS__)
#define HOLES_5(a, ...) HOLE(a) HOLES_4(__VA_ARGS__)
#define HOLES_6(a, ...) HOLE(a) HOLES_5(__VA_ARGS__)
#define HOLES_7(a, ...) HOLE(a) HOLES_6(__VA_ARGS__)
#define HOLES_8(a, ...) HOLE(a) HOLES_7(__VA_ARGS__)
#define HOLES_9(a, ...) HOLE(a) HOLES_8(__VA_ARGS__)
#define HOLES_10(a, ...) HOLE(a) HOLES_9(__VA_ARGS__)
#define HOLES_11(a, ...) HOLE(a) HOLES_10(__VA_ARGS__)
#define HOLES_12(a, ...) HOLE(a) HOLES_11(__VA_ARGS__)
#define HOLES_13(a, ...) HOLE(a) HOLES_12(__VA_ARGS__)
#define HOLES_14(a, ...) HOLE(a) HOLES_13(__VA_ARGS__)
#define HOLES_15(a, ...) HOLE(a) HOLES_14(__VA_ARGS__)
#define HOLES_16(a, ...) HOLE(a) HOLES_15(__VA_ARGS__)
#define HOLES_17(a, ...) HOLE(a) HOLES_16(__VA_ARGS__)
#define HOLES_18(a, ...) HOLE(a) HOLES_17(__VA_ARGS__)
#define HOLES_19(a, ...) HOLE(a) HOLES_18(__VA_ARGS__)
#define HOLES_20(a, ...) HOLE(a) HOLES_19(__VA_ARGS__)
#define HOLES_PICK(a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, \
                   a20, n, ...)                                                                            \
    n
#define HOLES_COUNT(...)                                                                                   \
    HOLES_PICK(0, ##__VA_ARGS__, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define HOLES_JOIN_(a, b) a##b
#define HOLES_JOIN(a, b) HOLES_JOIN_(a, b)
#define HOLES(...) HOLES_JOIN(HOLES_, HOLES_COUNT(__VA_ARGS__))(__VA_ARGS__)
