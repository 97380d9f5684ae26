"""여러 검사가 함께 쓰는 손: 슬라이더를 끝에서 끝까지 옮기고, 마우스로 끈다."""


def move_sliders(where, svg):
    """모든 슬라이더를 끝에서 끝까지 옮겨 그림이 따라오는지 보고 제자리에 둔다. 옮긴 슬라이더의 이름들을 돌려준다."""
    names = set()
    for slider in where.get_by_role("slider").all():
        name, start = slider.get_attribute("aria-label"), slider.input_value()
        slider.press("Home")
        low = svg.inner_html()
        slider.press("End")
        assert svg.inner_html() != low, name
        slider.press("ArrowLeft")
        slider.fill(start)
        names.add(name)
    return names


def drag(page, slider, start, end):
    """슬라이더를 폭의 start에서 end까지 마우스로 끈다. 슬라이더가 놓인 네모를 돌려준다."""
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, y, steps=5)
    page.mouse.up()
    return box
