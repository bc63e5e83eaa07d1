;; From DataRow messages into blocks of columns. A loop of JavaScript over the values costs several
;; times as much. `data-rows.ts` calls it and says the same of the places.
;;
;; A message is the letter D, four bytes of length that count themselves, two of the number of
;; columns, then for each column four bytes of length, where -1 is NULL, and the value. Numbers have
;; their highest byte first.
;;
;; At 0 lies the number of rows of the block, at 4 why no more were taken: 0 the block is full, 1
;; bytes are missing, 2 what follows is no row or holds a value that is not for here, 3 a text finds
;; no room. At 64 lie the powers of ten up to the eighteenth, eight bytes each.
;;
;; A column has 40 bytes:
;;    0  form: 0 text or bytes, 1 eight bytes, 2 four, 3 two, 4 truth value, 5 date, 6 time stamp,
;;       7 decimal of 64 bits, 8 decimal of 128 bits
;;    4  where its values go, back to back; of texts the ends within the heap, four bytes each
;;    8  where the heap of its texts begins, at 12 its size, at 16 what is used of it
;;   20  where it is told of each row whether it is NULL, in a byte, and at 24 how many are
;;   28  the scale of a decimal
;;   32  what its unscaled value must stay below, eight bytes
(module
  (import "rows" "memory" (memory 1))

  ;; Adds the rows of `at` to `end` to a block of `rows` rows, up to `most`. Returns where the first
  ;; message begins that was not taken.
  (func (export "take")
    (param $at i32) (param $end i32) (param $columns i32) (param $columns_end i32)
    (param $count i32) (param $rows i32) (param $most i32) (result i32)
    (local $why i32) (local $next i32) (local $from i32) (local $length i32) (local $column i32)
    (local $word i32) (local $used i32) (local $to i32) (local $stop i32) (local $groups i32)
    (local $exponent i32) (local $negative i32) (local $long i64) (local $whole i64)
    (local $power i64)

    (block $done
      (block $torn_row
        (loop $row
          (local.set $why (i32.const 0))
          (br_if $done (i32.ge_u (local.get $rows) (local.get $most)))
          (local.set $why (i32.const 1))
          (br_if $done
            (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 7)))
          (local.set $why (i32.const 2))
          (br_if $done
            (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x44)))
          (local.set $word (i32.load offset=1 (local.get $at)))
          (local.set $length
            (i32.or
              (i32.and (i32.rotl (local.get $word) (i32.const 8)) (i32.const 0x00ff00ff))
              (i32.and (i32.rotr (local.get $word) (i32.const 8)) (i32.const 0xff00ff00))))
          (br_if $done (i32.lt_s (local.get $length) (i32.const 6)))
          (if (i32.gt_u
              (local.get $length)
              (i32.sub (i32.sub (local.get $end) (local.get $at)) (i32.const 1)))
            (then
              (local.set $why (i32.const 1))
              (br $done)))
          (local.set $next
            (i32.add (i32.add (local.get $at) (i32.const 1)) (local.get $length)))
          (br_if $done
            (i32.ne
              (local.get $count)
              (i32.or
                (i32.shl (i32.load8_u offset=5 (local.get $at)) (i32.const 8))
                (i32.load8_u offset=6 (local.get $at)))))
          (local.set $from (i32.add (local.get $at) (i32.const 7)))
          (local.set $column (local.get $columns))
          (loop $value
            (br_if $torn_row
              (i32.lt_u (i32.sub (local.get $next) (local.get $from)) (i32.const 4)))
            (local.set $word (i32.load (local.get $from)))
            (local.set $length
              (i32.or
                (i32.and (i32.rotl (local.get $word) (i32.const 8)) (i32.const 0x00ff00ff))
                (i32.and (i32.rotr (local.get $word) (i32.const 8)) (i32.const 0xff00ff00))))
            (local.set $from (i32.add (local.get $from) (i32.const 4)))
            (if (i32.eq (local.get $length) (i32.const -1))
              (then
                (i32.store8
                  (i32.add (i32.load offset=20 (local.get $column)) (local.get $rows))
                  (i32.const 1))
                (i32.store offset=24 (local.get $column)
                  (i32.add (i32.load offset=24 (local.get $column)) (i32.const 1))))
              (else
                (br_if $torn_row
                  (i32.gt_u
                    (local.get $length)
                    (i32.sub (local.get $next) (local.get $from))))
                (i32.store8
                  (i32.add (i32.load offset=20 (local.get $column)) (local.get $rows))
                  (i32.const 0))
                (block $taken
                  (block $decimal
                    (block $time
                      (block $date
                        (block $truth
                          (block $two
                            (block $four
                              (block $eight
                                (block $text
                                  (br_table $text $eight $four $two $truth $date $time $decimal
                                    (i32.load (local.get $column))))

                                ;; $text
                                (local.set $used (i32.load offset=16 (local.get $column)))
                                ;; Eight bytes at a time are copied, beyond the end too.
                                (if (i32.gt_u
                                    (i32.add (local.get $length) (i32.const 8))
                                    (i32.sub (i32.load offset=12 (local.get $column))
                                      (local.get $used)))
                                  (then
                                    (local.set $why (i32.const 3))
                                    (br $torn_row)))
                                (local.set $to
                                  (i32.add (i32.load offset=8 (local.get $column))
                                    (local.get $used)))
                                (if (i32.le_u (local.get $length) (i32.const 64))
                                  (then
                                    (local.set $word (local.get $from))
                                    (local.set $stop
                                      (i32.add (local.get $to) (local.get $length)))
                                    (loop $copy
                                      (i64.store (local.get $to) (i64.load (local.get $word)))
                                      (local.set $word
                                        (i32.add (local.get $word) (i32.const 8)))
                                      (local.set $to (i32.add (local.get $to) (i32.const 8)))
                                      (br_if $copy
                                        (i32.lt_u (local.get $to) (local.get $stop)))))
                                  (else
                                    (memory.copy
                                      (local.get $to) (local.get $from) (local.get $length))))
                                (i32.store offset=16 (local.get $column)
                                  (i32.add (local.get $used) (local.get $length)))
                                (br $taken))

                              ;; $eight
                              (br_if $torn_row (i32.ne (local.get $length) (i32.const 8)))
                              (i64.store
                                (i32.add (i32.load offset=4 (local.get $column))
                                  (i32.shl (local.get $rows) (i32.const 3)))
                                (call $swapped (i64.load (local.get $from))))
                              (br $taken))

                            ;; $four
                            (br_if $torn_row (i32.ne (local.get $length) (i32.const 4)))
                            (local.set $word (i32.load (local.get $from)))
                            (i32.store
                              (i32.add (i32.load offset=4 (local.get $column))
                                (i32.shl (local.get $rows) (i32.const 2)))
                              (i32.or
                                (i32.and (i32.rotl (local.get $word) (i32.const 8))
                                  (i32.const 0x00ff00ff))
                                (i32.and (i32.rotr (local.get $word) (i32.const 8))
                                  (i32.const 0xff00ff00))))
                            (br $taken))

                          ;; $two
                          (br_if $torn_row (i32.ne (local.get $length) (i32.const 2)))
                          (i32.store16
                            (i32.add (i32.load offset=4 (local.get $column))
                              (i32.shl (local.get $rows) (i32.const 1)))
                            (i32.or
                              (i32.shl (i32.load8_u (local.get $from)) (i32.const 8))
                              (i32.load8_u offset=1 (local.get $from))))
                          (br $taken))

                        ;; $truth
                        (br_if $torn_row (i32.ne (local.get $length) (i32.const 1)))
                        (local.set $word (i32.load8_u (local.get $from)))
                        (br_if $torn_row (i32.gt_u (local.get $word) (i32.const 1)))
                        (i32.store8
                          (i32.add (i32.load offset=4 (local.get $column)) (local.get $rows))
                          (local.get $word))
                        (br $taken))

                      ;; $date: days from 2000 to days from 1970, but for the infinities.
                      (br_if $torn_row (i32.ne (local.get $length) (i32.const 4)))
                      (local.set $word (i32.load (local.get $from)))
                      (local.set $word
                        (i32.or
                          (i32.and (i32.rotl (local.get $word) (i32.const 8))
                            (i32.const 0x00ff00ff))
                          (i32.and (i32.rotr (local.get $word) (i32.const 8))
                            (i32.const 0xff00ff00))))
                      (if (i32.eq (local.get $word) (i32.const 0x80000000))
                        (then (local.set $word (i32.const 0x80000001)))
                        (else
                          (if (i32.ne (local.get $word) (i32.const 0x7fffffff))
                            (then
                              (local.set $word
                                (i32.add (local.get $word) (i32.const 10957)))))))
                      (i32.store
                        (i32.add (i32.load offset=4 (local.get $column))
                          (i32.shl (local.get $rows) (i32.const 2)))
                        (local.get $word))
                      (br $taken))

                    ;; $time: microseconds, as above. Those that leave 64 bits go another way.
                    (br_if $torn_row (i32.ne (local.get $length) (i32.const 8)))
                    (local.set $long (call $swapped (i64.load (local.get $from))))
                    (if (i64.eq (local.get $long) (i64.const 0x8000000000000000))
                      (then (local.set $long (i64.const 0x8000000000000001)))
                      (else
                        (if (i64.ne (local.get $long) (i64.const 0x7fffffffffffffff))
                          (then
                            (br_if $torn_row
                              (i64.ge_s (local.get $long) (i64.const 9222425352054775807)))
                            (local.set $long
                              (i64.add (local.get $long) (i64.const 946684800000000)))))))
                    (i64.store
                      (i32.add (i32.load offset=4 (local.get $column))
                        (i32.shl (local.get $rows) (i32.const 3)))
                      (local.get $long))
                    (br $taken))

                  ;; $decimal: the number of groups of four digits, the weight of the first, the
                  ;; sign, the digits that are shown, the groups.
                  (br_if $torn_row (i32.lt_u (local.get $length) (i32.const 8)))
                  (local.set $groups
                    (i32.or
                      (i32.shl (i32.load8_u (local.get $from)) (i32.const 8))
                      (i32.load8_u offset=1 (local.get $from))))
                  (br_if $torn_row (i32.gt_u (local.get $groups) (i32.const 4)))
                  (br_if $torn_row
                    (i32.ne (local.get $length)
                      (i32.add (i32.const 8) (i32.shl (local.get $groups) (i32.const 1)))))
                  ;; 0x4000 is negative; the others are no numbers.
                  (local.set $negative (i32.load16_u offset=4 (local.get $from)))
                  (br_if $torn_row
                    (i32.and (local.get $negative) (i32.const 0xffbf)))
                  (local.set $exponent
                    (i32.add
                      (i32.load offset=28 (local.get $column))
                      (i32.shl
                        (i32.add
                          (i32.sub
                            (i32.extend16_s
                              (i32.or
                                (i32.shl (i32.load8_u offset=2 (local.get $from)) (i32.const 8))
                                (i32.load8_u offset=3 (local.get $from))))
                            (local.get $groups))
                          (i32.const 1))
                        (i32.const 2))))
                  (local.set $long (i64.const 0))
                  (if (local.get $groups)
                    (then
                      ;; From -4 to 15.
                      (br_if $torn_row
                        (i32.gt_u (i32.add (local.get $exponent) (i32.const 4)) (i32.const 19)))
                      (local.set $to (i32.add (local.get $from) (i32.const 8)))
                      (local.set $stop
                        (i32.add (local.get $to) (i32.shl (local.get $groups) (i32.const 1))))
                      (loop $digits
                        (local.set $word
                          (i32.or
                            (i32.shl (i32.load8_u (local.get $to)) (i32.const 8))
                            (i32.load8_u offset=1 (local.get $to))))
                        (br_if $torn_row (i32.gt_u (local.get $word) (i32.const 9999)))
                        (local.set $long
                          (i64.add
                            (i64.mul (local.get $long) (i64.const 10000))
                            (i64.extend_i32_u (local.get $word))))
                        (local.set $to (i32.add (local.get $to) (i32.const 2)))
                        (br_if $digits (i32.lt_u (local.get $to) (local.get $stop))))
                      (if (i32.lt_s (local.get $exponent) (i32.const 0))
                        (then
                          (local.set $power
                            (i64.load offset=64
                              (i32.shl (i32.sub (i32.const 0) (local.get $exponent))
                                (i32.const 3))))
                          (local.set $whole (local.get $long))
                          (local.set $long (i64.div_u (local.get $whole) (local.get $power)))
                          (br_if $torn_row
                            (i64.ne (local.get $whole)
                              (i64.mul (local.get $long) (local.get $power))))
                          (br_if $torn_row
                            (i64.ge_u (local.get $long) (i64.load offset=32 (local.get $column)))))
                        (else
                          (local.set $power
                            (i64.load offset=64 (i32.shl (local.get $exponent) (i32.const 3))))
                          (br_if $torn_row
                            (i64.ge_u (local.get $long)
                              (i64.div_u
                                (i64.load offset=32 (local.get $column)) (local.get $power))))
                          (local.set $long (i64.mul (local.get $long) (local.get $power)))))
                      (if (local.get $negative)
                        (then
                          (local.set $long (i64.sub (i64.const 0) (local.get $long)))))))
                  (if (i32.eq (i32.load (local.get $column)) (i32.const 7))
                    (then
                      (i64.store
                        (i32.add (i32.load offset=4 (local.get $column))
                          (i32.shl (local.get $rows) (i32.const 3)))
                        (local.get $long)))
                    (else
                      (local.set $to
                        (i32.add (i32.load offset=4 (local.get $column))
                          (i32.shl (local.get $rows) (i32.const 4))))
                      (i64.store (local.get $to) (local.get $long))
                      (i64.store offset=8 (local.get $to)
                        (i64.shr_s (local.get $long) (i64.const 63))))))
                (local.set $from (i32.add (local.get $from) (local.get $length)))))
            ;; A text ends where the heap does now, and so does its NULL.
            (if (i32.eqz (i32.load (local.get $column)))
              (then
                (i32.store
                  (i32.add (i32.load offset=4 (local.get $column))
                    (i32.shl (local.get $rows) (i32.const 2)))
                  (i32.load offset=16 (local.get $column)))))
            (local.set $column (i32.add (local.get $column) (i32.const 40)))
            (br_if $value (i32.lt_u (local.get $column) (local.get $columns_end))))
          (br_if $torn_row (i32.ne (local.get $from) (local.get $next)))
          (local.set $at (local.get $next))
          (local.set $rows (i32.add (local.get $rows) (i32.const 1)))
          (br $row)))

      ;; $torn_row: what its first values have left in the heaps is taken back.
      (local.set $column (local.get $columns))
      (loop $back
        (if (i32.eqz (i32.load (local.get $column)))
          (then
            (i32.store offset=16 (local.get $column)
              (if (result i32) (local.get $rows)
                (then
                  (i32.load
                    (i32.sub
                      (i32.add (i32.load offset=4 (local.get $column))
                        (i32.shl (local.get $rows) (i32.const 2)))
                      (i32.const 4))))
                (else (i32.const 0))))))
        (local.set $column (i32.add (local.get $column) (i32.const 40)))
        (br_if $back (i32.lt_u (local.get $column) (local.get $columns_end)))))

    (i32.store (i32.const 0) (local.get $rows))
    (i32.store (i32.const 4) (local.get $why))
    (local.get $at))

  ;; The bytes from the last to the first.
  (func $swapped (param $long i64) (result i64)
    (local.set $long
      (i64.or
        (i64.shl (i64.and (local.get $long) (i64.const 0x00ff00ff00ff00ff)) (i64.const 8))
        (i64.and (i64.shr_u (local.get $long) (i64.const 8)) (i64.const 0x00ff00ff00ff00ff))))
    (local.set $long
      (i64.or
        (i64.shl (i64.and (local.get $long) (i64.const 0x0000ffff0000ffff)) (i64.const 16))
        (i64.and (i64.shr_u (local.get $long) (i64.const 16)) (i64.const 0x0000ffff0000ffff))))
    (i64.rotl (local.get $long) (i64.const 32))))
