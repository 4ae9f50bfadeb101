/* The zbar half of peers.cc. zbar's C++ headers do not compile as C++17, which
   zxing-cpp asks for, so this half is plain C. */
#include <zbar.h>

/* zbar_read calls found with the type's name and the text of every symbol. */
void zbar_read(const unsigned char *grey, int width, int height, int linear,
               void (*found)(void *to, const char *type, const char *text, unsigned long length), void *to)
{
    static const zbar_symbol_type_t kinds[] = {ZBAR_CODE128, ZBAR_CODE39, ZBAR_I25, ZBAR_EAN13,
                                               ZBAR_EAN8, ZBAR_UPCA, ZBAR_UPCE};
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_t *image = zbar_image_create();
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++)
        zbar_image_scanner_set_config(scanner, kinds[i], ZBAR_CFG_ENABLE, 1);
    if (!linear)
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_set_format(image, *(const int *)"Y800");
    zbar_image_set_size(image, width, height);
    zbar_image_set_data(image, grey, (unsigned long)width * height, 0);
    zbar_scan_image(scanner, image);
    for (const zbar_symbol_t *s = zbar_image_first_symbol(image); s; s = zbar_symbol_next(s))
        found(to, zbar_get_symbol_name(zbar_symbol_get_type(s)), zbar_symbol_get_data(s), zbar_symbol_get_data_length(s));
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
}
