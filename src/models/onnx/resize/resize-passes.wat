;; The two passes of Pillow's resampling of 8-bit pictures (src/libImaging/Resample.c), four values at a time.
;;
;; Pillow multiplies pixels with weights of 22 binary places, adds 2^21, shifts by 22 and clips to 0..255, first along
;; rows, then along columns. A weight of 22 places does not fit into the 16 bits of a dot product, so that it is cut in
;; two: weight = high * 2^11 + low, 0 <= low < 2^11. Sums of both parts are exact in 32 bits, and so is the result.
(module
  (import "resize" "memory" (memory 1))

  ;; Along rows, of RGB pixels, two rows at once.
  ;; $spans: for each output pixel the offset in bytes of its first input pixel, and how many groups of four weights.
  ;; $weights: a group is high0 high1 high2 high3 low0 low1 low2 low3, 16 bits each.
  ;; Reads up to 4 bytes past the pixels of a group, writes one byte past each output row.
  (func (export "alongRows")
    (param $source i32) (param $sourceStride i32) (param $rows i32)
    (param $target i32) (param $targetStride i32) (param $width i32)
    (param $spans i32) (param $weights i32)
    (local $row i32) (local $x i32) (local $span i32) (local $weight i32) (local $groups i32)
    (local $from0 i32) (local $from1 i32) (local $to0 i32) (local $to1 i32)
    (local $high0 v128) (local $low0 v128) (local $high1 v128) (local $low1 v128)
    (local $high01 v128) (local $high23 v128) (local $low01 v128) (local $low23 v128)
    (local $pixels v128) (local $first v128) (local $second v128)
    (block $end (loop $nextRows
      (br_if $end (i32.ge_s (local.get $row) (local.get $rows)))
      (local.set $span (local.get $spans))
      (local.set $weight (local.get $weights))
      (local.set $to0 (local.get $target))
      (local.set $to1 (i32.add (local.get $target) (local.get $targetStride)))
      (local.set $x (i32.const 0))
      (loop $nextPixel
        (local.set $from0 (i32.add (local.get $source) (i32.load (local.get $span))))
        (local.set $from1 (i32.add (local.get $from0) (local.get $sourceStride)))
        (local.set $groups (i32.load offset=4 (local.get $span)))
        (local.set $high0 (v128.const i32x4 0 0 0 0))
        (local.set $low0 (v128.const i32x4 0 0 0 0))
        (local.set $high1 (v128.const i32x4 0 0 0 0))
        (local.set $low1 (v128.const i32x4 0 0 0 0))
        (loop $nextGroup
          (local.set $high01 (v128.load32_splat (local.get $weight)))
          (local.set $high23 (v128.load32_splat offset=4 (local.get $weight)))
          (local.set $low01 (v128.load32_splat offset=8 (local.get $weight)))
          (local.set $low23 (v128.load32_splat offset=12 (local.get $weight)))

          (local.set $pixels (v128.load (local.get $from0)))
          (local.set $first (i8x16.swizzle (local.get $pixels)
            (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
          (local.set $second (i8x16.swizzle (local.get $pixels)
            (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
          (local.set $high0 (i32x4.add (local.get $high0) (i32x4.add
            (i32x4.dot_i16x8_s (local.get $first) (local.get $high01))
            (i32x4.dot_i16x8_s (local.get $second) (local.get $high23)))))
          (local.set $low0 (i32x4.add (local.get $low0) (i32x4.add
            (i32x4.dot_i16x8_s (local.get $first) (local.get $low01))
            (i32x4.dot_i16x8_s (local.get $second) (local.get $low23)))))

          (local.set $pixels (v128.load (local.get $from1)))
          (local.set $first (i8x16.swizzle (local.get $pixels)
            (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
          (local.set $second (i8x16.swizzle (local.get $pixels)
            (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
          (local.set $high1 (i32x4.add (local.get $high1) (i32x4.add
            (i32x4.dot_i16x8_s (local.get $first) (local.get $high01))
            (i32x4.dot_i16x8_s (local.get $second) (local.get $high23)))))
          (local.set $low1 (i32x4.add (local.get $low1) (i32x4.add
            (i32x4.dot_i16x8_s (local.get $first) (local.get $low01))
            (i32x4.dot_i16x8_s (local.get $second) (local.get $low23)))))

          (local.set $from0 (i32.add (local.get $from0) (i32.const 12)))
          (local.set $from1 (i32.add (local.get $from1) (i32.const 12)))
          (local.set $weight (i32.add (local.get $weight) (i32.const 16)))
          (br_if $nextGroup (local.tee $groups (i32.sub (local.get $groups) (i32.const 1)))))
        (local.set $high0 (call $rounded (local.get $high0) (local.get $low0)))
        (local.set $high1 (call $rounded (local.get $high1) (local.get $low1)))
        (local.set $high0 (i16x8.narrow_i32x4_s (local.get $high0) (local.get $high1)))
        (local.set $high0 (i8x16.narrow_i16x8_u (local.get $high0) (local.get $high0)))
        (v128.store32_lane 0 (local.get $to0) (local.get $high0))
        (v128.store32_lane 1 (local.get $to1) (local.get $high0))
        (local.set $to0 (i32.add (local.get $to0) (i32.const 3)))
        (local.set $to1 (i32.add (local.get $to1) (i32.const 3)))
        (local.set $span (i32.add (local.get $span) (i32.const 8)))
        (br_if $nextPixel (i32.lt_s (local.tee $x (i32.add (local.get $x) (i32.const 1))) (local.get $width))))
      (local.set $source (i32.add (local.get $source) (i32.shl (local.get $sourceStride) (i32.const 1))))
      (local.set $target (i32.add (local.get $target) (i32.shl (local.get $targetStride) (i32.const 1))))
      (local.set $row (i32.add (local.get $row) (i32.const 2)))
      (br $nextRows))))

  ;; Along columns, 16 bytes of a row at once. Strides are multiples of 16.
  ;; $spans: for each output row the offset in bytes of its first input row, and how many pairs of weights.
  ;; $weights: a pair is high0 high1 low0 low1, 16 bits each.
  (func (export "alongColumns")
    (param $source i32) (param $stride i32) (param $rows i32) (param $target i32)
    (param $spans i32) (param $weights i32)
    (local $row i32) (local $column i32) (local $from i32) (local $weight i32) (local $pairs i32) (local $pair i32)
    (local $high v128) (local $low v128) (local $a v128) (local $b v128) (local $ab v128) (local $words v128)
    (local $h0 v128) (local $h1 v128) (local $h2 v128) (local $h3 v128)
    (local $l0 v128) (local $l1 v128) (local $l2 v128) (local $l3 v128)
    (loop $nextRow
      (local.set $pairs (i32.load offset=4 (local.get $spans)))
      (local.set $column (i32.const 0))
      (loop $nextColumn
        (local.set $from (i32.add (i32.add (local.get $source) (i32.load (local.get $spans))) (local.get $column)))
        (local.set $weight (local.get $weights))
        (local.set $pair (local.get $pairs))
        (local.set $h0 (v128.const i32x4 0 0 0 0))
        (local.set $h1 (v128.const i32x4 0 0 0 0))
        (local.set $h2 (v128.const i32x4 0 0 0 0))
        (local.set $h3 (v128.const i32x4 0 0 0 0))
        (local.set $l0 (v128.const i32x4 0 0 0 0))
        (local.set $l1 (v128.const i32x4 0 0 0 0))
        (local.set $l2 (v128.const i32x4 0 0 0 0))
        (local.set $l3 (v128.const i32x4 0 0 0 0))
        (loop $nextPair
          (local.set $high (v128.load32_splat (local.get $weight)))
          (local.set $low (v128.load32_splat offset=4 (local.get $weight)))
          (local.set $a (v128.load (local.get $from)))
          (local.set $from (i32.add (local.get $from) (local.get $stride)))
          (local.set $b (v128.load (local.get $from)))
          (local.set $from (i32.add (local.get $from) (local.get $stride)))
          (local.set $ab (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $a) (local.get $b)))
          (local.set $words (i16x8.extend_low_i8x16_u (local.get $ab)))
          (local.set $h0 (i32x4.add (local.get $h0) (i32x4.dot_i16x8_s (local.get $words) (local.get $high))))
          (local.set $l0 (i32x4.add (local.get $l0) (i32x4.dot_i16x8_s (local.get $words) (local.get $low))))
          (local.set $words (i16x8.extend_high_i8x16_u (local.get $ab)))
          (local.set $h1 (i32x4.add (local.get $h1) (i32x4.dot_i16x8_s (local.get $words) (local.get $high))))
          (local.set $l1 (i32x4.add (local.get $l1) (i32x4.dot_i16x8_s (local.get $words) (local.get $low))))
          (local.set $ab (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $a) (local.get $b)))
          (local.set $words (i16x8.extend_low_i8x16_u (local.get $ab)))
          (local.set $h2 (i32x4.add (local.get $h2) (i32x4.dot_i16x8_s (local.get $words) (local.get $high))))
          (local.set $l2 (i32x4.add (local.get $l2) (i32x4.dot_i16x8_s (local.get $words) (local.get $low))))
          (local.set $words (i16x8.extend_high_i8x16_u (local.get $ab)))
          (local.set $h3 (i32x4.add (local.get $h3) (i32x4.dot_i16x8_s (local.get $words) (local.get $high))))
          (local.set $l3 (i32x4.add (local.get $l3) (i32x4.dot_i16x8_s (local.get $words) (local.get $low))))
          (local.set $weight (i32.add (local.get $weight) (i32.const 8)))
          (br_if $nextPair (local.tee $pair (i32.sub (local.get $pair) (i32.const 1)))))
        (v128.store (i32.add (local.get $target) (local.get $column))
          (i8x16.narrow_i16x8_u
            (i16x8.narrow_i32x4_s
              (call $rounded (local.get $h0) (local.get $l0))
              (call $rounded (local.get $h1) (local.get $l1)))
            (i16x8.narrow_i32x4_s
              (call $rounded (local.get $h2) (local.get $l2))
              (call $rounded (local.get $h3) (local.get $l3)))))
        (br_if $nextColumn
          (i32.lt_s (local.tee $column (i32.add (local.get $column) (i32.const 16))) (local.get $stride))))
      (local.set $weights (local.get $weight))
      (local.set $spans (i32.add (local.get $spans) (i32.const 8)))
      (local.set $target (i32.add (local.get $target) (local.get $stride)))
      (br_if $nextRow (i32.lt_s (local.tee $row (i32.add (local.get $row) (i32.const 1))) (local.get $rows)))))

  (func $rounded (param $high v128) (param $low v128) (result v128)
    (i32x4.shr_s
      (i32x4.add
        (i32x4.add (i32x4.shl (local.get $high) (i32.const 11)) (local.get $low))
        (v128.const i32x4 2097152 2097152 2097152 2097152))
      (i32.const 22)))
)
