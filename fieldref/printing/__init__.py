"""Cards and pages onto paper: QtGui and QtPrintSupport, no widgets.

Everything is laid out once as plain marks and painted the same way on screen, in PDF and on the printer. To preview
and print cards:

    fonts.ensure_application()                       # command line only; a GUI has its application already
    imprint = imprint_of(library, user_data.local_values())
    made = sheets_for(cards, "half", imprint, paper="letter")     # SheetSet(sheets, faults)
    image = render_preview(made.sheets[0], dpi=110, color=True)   # QImage; any thread
    paint_sheet(painter, made.sheets[0], pixels_per_point, color=True)
    pdf.write_pdf(path, made.sheets, "Cards for law enforcement", color=True)

`faults` are PrintErrors with words for the reader; a card that cannot be printed is left out and named there.
Formats: letter, a4, half, index, wallet (formats.FORMAT_NAMES); paper: letter, a4, or card for index cards on
4 x 6 in stock. Layout and painting may run on a worker thread; each thread has its own fonts.
"""
